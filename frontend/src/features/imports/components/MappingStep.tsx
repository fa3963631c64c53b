import { useMemo, useState } from 'react';
import { Button, Checkbox, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { FieldDefinition, ImportColumn, ImportRecord } from '@/shared/api/types';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { StatusBadge, type Tone } from '@/shared/ui/StatusBadge';
import classes from './Import.module.css';

type Mapping = ReadonlyMap<number, string | null>;

interface MappingStepProps {
  record: ImportRecord;
  createMissing: boolean;
  onCreateMissing: (value: boolean) => void;
  pending: boolean;
  onCheck: (columns: { index: number; field: string | null }[]) => void;
}

const SURE = 0.85;
const PLAUSIBLE = 0.6;

function certainty(t: Translate, confidence: number | null): { tone: Tone; label: string } {
  if (confidence === null || confidence < PLAUSIBLE) return { tone: 'neutral', label: t('imports.sure.none') };
  const shown = confidence.toFixed(2);
  return confidence >= SURE
    ? { tone: 'success', label: t('imports.sure.high', { shown }) }
    : { tone: 'warning', label: t('imports.sure.check', { shown }) };
}

/** Which column fills which field, with what the server guessed and why. */
export function MappingStep({ record, createMissing, onCreateMissing, pending, onCheck }: MappingStepProps) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery({
    queryKey: ['tenant', slug, 'fields'],
    queryFn: ({ signal }) => unwrap(api.GET('/fields', { signal })),
    staleTime: 5 * 60_000,
  });
  const [changes, setChanges] = useState<Mapping>(new Map());
  const mapping = useMemo<Mapping>(
    () => new Map(record.columns.map((column) => [column.index, changes.has(column.index) ? (changes.get(column.index) ?? null) : column.field])),
    [record.columns, changes],
  );
  const clashes = duplicates(mapping);
  const mapped = [...mapping.values()].filter((field) => field !== null).length;
  const options = fieldOptions(catalogue.data?.fields ?? []);

  return (
    <>
      <Text size="sm" c="dimmed" mb="sm" role="status">
        {t('imports.mappedCount', { mapped, rest: record.columns.length - mapped })}
      </Text>
      {/* A wide table scrolls by itself, so it must be reachable for the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes['tableWrap']} tabIndex={0} role="region" aria-label={t('imports.mapping')}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.field')}</th>
              <th scope="col">{t('imports.confidence')}</th>
              <th scope="col">{t('imports.why')}</th>
            </tr>
          </thead>
          <tbody>
            {record.columns.map((column) => (
              <MappingRow
                key={column.index}
                column={column}
                field={mapping.get(column.index) ?? null}
                touched={changes.has(column.index)}
                clash={clashes.has(mapping.get(column.index) ?? '')}
                options={options}
                onChange={(field) => setChanges((before) => new Map(before).set(column.index, field))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Checkbox
        mt="lg"
        label={t('imports.createMissing')}
        description={t('imports.createMissingHelp')}
        checked={createMissing}
        onChange={(event) => onCreateMissing(event.currentTarget.checked)}
      />
      <Group gap="sm" className={classes['foot'] ?? ''}>
        <Button
          loading={pending}
          disabled={clashes.size > 0 || mapped === 0}
          onClick={() => onCheck([...mapping].map(([index, field]) => ({ index, field })))}
        >
          {t('imports.check')}
        </Button>
        <Text size="sm" c="dimmed">
          {clashes.size > 0 ? t('imports.clashHelp') : t('imports.checkHelp')}
        </Text>
      </Group>
    </>
  );
}

interface MappingRowProps {
  column: ImportColumn;
  field: string | null;
  touched: boolean;
  clash: boolean;
  options: { group: string; items: { value: string; label: string }[] }[];
  onChange: (field: string | null) => void;
}

function MappingRow({ column, field, touched, clash, options, onChange }: MappingRowProps) {
  const t = useT();
  const sure = certainty(t, column.confidence);
  return (
    <tr>
      <td>
        <div className={classes['header']}>
          <bdi>{column.header === '' ? t('imports.noHeader', { number: column.index + 1 }) : column.header}</bdi>
        </div>
        <div className={classes['samples']}>
          <bdi>{column.samples.filter((sample) => sample !== '').join(' · ')}</bdi>
        </div>
      </td>
      <td>
        <Select
          w={220}
          searchable
          clearable
          aria-label={t('imports.fieldFor', { header: column.header })}
          placeholder={t('imports.dontImport')}
          data={options}
          value={field}
          error={clash ? t('imports.clash') : undefined}
          onChange={onChange}
        />
      </td>
      <td>
        {touched ? (
          <StatusBadge tone="teal">{t('imports.sure.chosen')}</StatusBadge>
        ) : (
          <StatusBadge tone={field === null ? 'neutral' : sure.tone}>{field === null ? t('imports.sure.none') : sure.label}</StatusBadge>
        )}
      </td>
      <td className={classes['why']}>{touched ? t('imports.youChose') : column.reason}</td>
    </tr>
  );
}

function duplicates(mapping: Mapping): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const field of mapping.values()) {
    if (field === null) continue;
    if (seen.has(field)) twice.add(field);
    seen.add(field);
  }
  return twice;
}

function fieldOptions(fields: readonly FieldDefinition[]): MappingRowProps['options'] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const field of fields) {
    if (!field.importable) continue;
    groups.set(field.group, [...(groups.get(field.group) ?? []), { value: field.id, label: field.label }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
