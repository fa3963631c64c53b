import { useState } from 'react';
import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FixWrite, ImportFix, IssueGroup, MappedColumn } from '@/shared/api/importTypes';
import compare from '@/shared/compare/Compare.module.css';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { useFixes, usePresetMutations } from '../../api/importMutations';
import { importQuery } from '../../api/importQueries';
import { madeIn, ownPreset } from '../../mappingEdits';
import { decided, type NameChoice, type NamedKind, type NameWay, type UnknownNames } from '../../unknownNames';
import classes from './Check.module.css';

interface UnknownNamesDialogProps {
  recordId: string;
  names: UnknownNames;
  columns: readonly MappedColumn[];
  onFixed: (made: ImportFix) => void;
  onClose: () => void;
}

/** Each name of the file with what becomes of it: created, or one that is here already. */
export function UnknownNamesDialog({ recordId, names, columns, onFixed, onClose }: UnknownNamesDialogProps) {
  const t = useT();
  const { slug, can } = useTenant();
  const { fix } = useFixes(slug, recordId);
  const mayCreate = can('clients:write');
  const preset = ownPreset(useQuery(importQuery(slug, recordId)).data?.preset ?? null);
  const { replace } = usePresetMutations(slug, recordId);
  const [remembers, setRemembers] = useState(true);
  const { issue, kind } = names;
  const [choices, setChoices] = useState<ReadonlyMap<string, NameChoice>>(
    () => new Map(issue.values.map(({ value, suggestion }) => [value, { way: mayCreate && suggestion === null ? 'create' : 'later', other: null }])),
  );
  const column = columns.find((each) => each.index === issue.column);
  const isOfFile = column !== undefined && madeIn(column) === null;
  const { create, use } = decided(names, choices);

  const apply = async (): Promise<void> => {
    const writes: FixWrite[] = [
      ...(create.length > 0 ? [{ kind: 'create' as const, code: names.code, values: create }] : []),
      ...use.map(({ from, to }) => ({ kind: 'alike' as const, column: issue.column ?? 0, from, to, code: names.code })),
    ];
    // One after the other: each is an entry of its own among the changes, and undone in turn.
    for (const body of writes) onFixed(await fix.mutateAsync(body));
    if (preset !== null && remembers && use.length > 0) await replace.mutateAsync(preset.id);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t(`names.title.${kind}`)} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply().catch(() => undefined); // shown by the mutation's own state
        }}
      >
        <Stack gap="md">
          {fix.isError && <ProblemAlert error={fix.error} />}
          {replace.isError && <ProblemAlert error={replace.error} />}
          <Text size="sm" c="dimmed">
            {mayCreate ? t('names.help') : t('names.mayNotCreate')}
            {issue.values.length < issue.names && ` ${t('names.mostFrequent', { count: issue.values.length })}`}
          </Text>
          <ScrollRegion className={`${compare['scroller'] ?? ''} ${classes['namesTable'] ?? ''}`} label={t(`names.title.${kind}`)}>
            <table className={compare['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('names.name')}</th>
                  <th scope="col">{t('names.rows')}</th>
                  <th scope="col">{t('names.becomes')}</th>
                </tr>
              </thead>
              <tbody>
                {issue.values.map((item) => (
                  <NameLine
                    key={item.value}
                    item={item}
                    kind={kind}
                    choice={choices.get(item.value) ?? { way: 'later', other: null }}
                    ways={waysFor(item, mayCreate, isOfFile)}
                    onChoose={(choice) => setChoices(new Map(choices).set(item.value, choice))}
                  />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          {use.length > 0 &&
            (preset === null ? (
              <Text size="sm" c="dimmed">
                {t('names.rememberLater')}
              </Text>
            ) : (
              <Checkbox label={t('names.remember', { name: preset.name })} checked={remembers} onChange={(event) => setRemembers(event.currentTarget.checked)} />
            ))}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={fix.isPending || replace.isPending} disabled={create.length + use.length === 0}>
              {applyWords(t, create.length, use.length)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** A cell of a column that is made of others cannot be changed, so it can stand for nothing else. */
function waysFor(item: IssueGroup['values'][number], mayCreate: boolean, isOfFile: boolean): NameWay[] {
  const ways: NameWay[] = [];
  if (mayCreate) ways.push('create');
  if (isOfFile && item.suggestion !== null) ways.push('suggestion');
  if (isOfFile) ways.push('other');
  return [...ways, 'later'];
}

function applyWords(t: Translate, create: number, use: number): string {
  if (create > 0 && use > 0) return t('names.apply', { create, use });
  if (create > 0) return t('names.applyCreate', { count: create });
  return use > 0 ? t('names.applyUse', { count: use }) : t('names.applyNone');
}

interface NameLineProps {
  item: IssueGroup['values'][number];
  kind: NamedKind;
  choice: NameChoice;
  ways: readonly NameWay[];
  onChoose: (choice: NameChoice) => void;
}

function NameLine({ item, kind, choice, ways, onChoose }: NameLineProps) {
  const t = useT();
  return (
    <tr>
      <th scope="row">
        <bdi>{item.value}</bdi>
      </th>
      <td className="qd-nums">{formatNumber(item.rows)}</td>
      <td>
        <div className={classes['nameChoice']}>
          <Select
            size="xs"
            allowDeselect={false}
            aria-label={t('names.becomesOf', { name: item.value })}
            data={ways.map((way) => ({ value: way, label: t(`names.way.${way}`, { name: item.suggestion ?? '' }) }))}
            value={choice.way}
            onChange={(next) => {
              const way = ways.find((each) => each === next);
              if (way !== undefined) onChoose({ way, other: null });
            }}
          />
          {choice.way === 'other' && (
            <ReferenceSelect
              kind={kind}
              clientId={null}
              size="xs"
              aria-label={t('names.existingFor', { name: item.value })}
              placeholder={t('map.choose')}
              value={choice.other}
              onChange={(other) => onChoose({ way: 'other', other })}
            />
          )}
        </div>
      </td>
    </tr>
  );
}
