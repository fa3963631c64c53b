import { ActionIcon, Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ImportMapping, MadeColumn, MappedColumn, WizardImport } from '@/shared/api/importTypes';
import type { FieldDefinition } from '@/shared/api/types';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle, IconTrash } from '@/shared/ui/icons';
import { StatusBadge, type Tone } from '@/shared/ui/StatusBadge';
import { useWriteMapping } from '../../api/importMutations';
import { valuesQuery } from '../../api/importQueries';
import { madeIn, madeOf, takesFromList, type FieldOptions } from '../../mappingEdits';
import { ColumnDetail } from './ColumnDetail';
import classes from './Map.module.css';

export const fieldSelectId = (index: number): string => `map-field-${String(index)}`;

interface ColumnRowProps {
  record: WizardImport;
  mapping: ImportMapping;
  column: MappedColumn;
  field: FieldDefinition | undefined;
  options: FieldOptions[];
  /** Other columns that fill the same field. */
  rivals: readonly MappedColumn[];
  opened: boolean;
  onToggle: () => void;
  onChoose: (field: string | null) => void;
}

export function ColumnRow(props: ColumnRowProps) {
  const { record, mapping, column, field, options, rivals, opened, onToggle, onChoose } = props;
  const t = useT();
  const { slug } = useTenant();
  const write = useWriteMapping(slug, record.id);
  const listed = takesFromList(field);
  const values = useQuery({ ...valuesQuery(slug, record.id, column.index), enabled: listed && rivals.length === 0 });
  const unknown = listed ? (values.data?.unknown ?? 0) : 0;
  const name = column.header === '' ? t('imports.noHeader', { number: column.index + 1 }) : column.header;
  const sure = certainty(t, column);
  const made = madeIn(column);
  return (
    <div role="rowgroup" data-opened={opened || undefined} className={classes['group']}>
      <div role="row" className={classes['row']} data-unmapped={column.field === null || undefined}>
        <div role="rowheader" className={classes['column']}>
          <div className={classes['header']}>
            <bdi>{name}</bdi>
          </div>
          <div className={classes['samples']}>
            <bdi>{made === null ? column.samples.filter((sample) => sample !== '').join(' · ') : madeWords(t, mapping, made)}</bdi>
          </div>
        </div>
        <div role="cell">
          <Select
            id={fieldSelectId(column.index)}
            searchable
            clearable
            aria-label={t('imports.fieldFor', { header: name })}
            placeholder={t('imports.dontImport')}
            // Two hundred columns with sixty fields each: only the open list is in the page.
            comboboxProps={{ keepMounted: false, shadow: 'md' }}
            data={options}
            value={column.field}
            error={rivals.length > 0 ? t('map.alsoFilledBy', { columns: rivals.map((each) => `“${each.header}”`).join(', ') }) : undefined}
            onChange={onChoose}
          />
        </div>
        <div role="cell" className={classes['sure']}>
          <StatusBadge tone={sure.tone}>{sure.label}</StatusBadge>
        </div>
        <div role="cell" className={classes['why']}>
          <Why column={column} onChoose={onChoose} />
        </div>
        <div role="cell" className={classes['act']}>
          {column.field !== null && (
            <Button
              size="compact-sm"
              variant={unknown > 0 ? 'light' : 'subtle'}
              color={unknown > 0 ? 'yellow' : 'gray'}
              className={classes['detailButton'] ?? ''}
              data-unknown={unknown > 0 || undefined}
              aria-expanded={opened}
              aria-label={t('map.detailOf', { header: name, count: unknown })}
              leftSection={unknown > 0 ? <IconAlertTriangle size={14} aria-hidden /> : undefined}
              onClick={onToggle}
            >
              {unknown > 0 ? t('map.toChoose', { count: unknown }) : t('map.detail')}
            </Button>
          )}
          {made !== null && (
            <ActionIcon
              aria-label={t('map.removeColumn', { header: name })}
              loading={write.isPending}
              onClick={() => write.mutate({ made: madeOf(mapping).filter((other) => other !== made) })}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </div>
      </div>
      {opened && column.field !== null && (
        <div role="row" className={classes['detailRow']}>
          <div role="cell">
            <ColumnDetail record={record} column={column} values={values.data} listed={listed} />
          </div>
        </div>
      )}
    </div>
  );
}

function Why({ column, onChoose }: { column: MappedColumn; onChoose: (field: string) => void }) {
  const t = useT();
  if (column.is_chosen) return <>{t('imports.youChose')}</>;
  return (
    <>
      <span>{column.reason}</span>
      {column.field === null && column.suggestions.length > 0 && (
        <span className={classes['suggestions']}>
          {column.suggestions.map((suggestion) => (
            <button key={suggestion.field} type="button" className={classes['suggestion']} title={suggestion.reason} onClick={() => onChoose(suggestion.field)}>
              {suggestion.label} {suggestion.confidence.toFixed(2)}
            </button>
          ))}
        </span>
      )}
    </>
  );
}

function certainty(t: Translate, column: MappedColumn): { tone: Tone; label: string } {
  if (column.is_chosen) return { tone: 'teal', label: t('imports.sure.chosen') };
  const shown = column.confidence.toFixed(2);
  switch (column.level) {
    case 'high':
      return { tone: 'success', label: t('imports.sure.high', { shown }) };
    case 'check':
      return { tone: 'warning', label: t('imports.sure.check', { shown }) };
    case 'none':
      return { tone: 'neutral', label: t('imports.sure.none') };
  }
}

function madeWords(t: Translate, mapping: ImportMapping, made: MadeColumn): string {
  if (made.kind === 'value') return t('map.madeValue', { text: made.text });
  const from = made.from.map((index) => mapping.columns.find((column) => column.index === index)?.header ?? '').join(', ');
  return made.kind === 'split' ? t('map.madeSplit', { from, part: made.part }) : t('map.madeJoin', { from });
}
