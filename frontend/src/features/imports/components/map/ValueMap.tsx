import { Select } from '@mantine/core';
import type { ColumnValue, ColumnValues } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { StatusBadge, type Tone } from '@/shared/ui/StatusBadge';
import classes from './Map.module.css';

interface ValueMapProps {
  values: ColumnValues;
  listed: boolean;
  /** Undefined forgets the choice, null leaves the field empty. */
  onChange: (value: string, becomes: string | null | undefined) => void;
}

const EMPTY = ' leave empty';

/** The values of a column with how often each occurs and what it becomes. */
export function ValueMap({ values, listed, onChange }: ValueMapProps) {
  const t = useT();
  const choices = [{ value: EMPTY, label: t('map.leaveEmpty') }, ...values.choices];
  if (values.items.length === 0) return <p className={classes['detailHelp']}>{t('map.noValues')}</p>;
  return (
    <>
      <p className={classes['detailHelp']}>
        {values.is_sample ? t('map.valuesSample', { count: values.rows }) : t('map.valuesAll', { count: values.rows })}
        {values.has_more && ` ${t('map.valuesMore')}`}
      </p>
      <ul className={classes['values']}>
        {values.items.map((item) => {
          const found = finding(t, item);
          return (
            <li key={item.value}>
              <span className={classes['value']}>
                <bdi>{item.value === '' ? t('map.emptyCell') : item.value}</bdi>
              </span>
              <span className={classes['count']}>{formatNumber(item.count)}</span>
              {listed && (
                <>
                  <Select
                    size="xs"
                    searchable
                    comboboxProps={{ keepMounted: false, shadow: 'md' }}
                    clearable={item.is_chosen}
                    aria-label={t('map.becomes', { value: item.value })}
                    placeholder={item.suggestion === null ? t('map.choose') : t('map.didYouMean', { value: item.suggestion })}
                    data={choices}
                    value={item.is_chosen && item.becomes === null ? EMPTY : item.becomes}
                    onChange={(becomes) => onChange(item.value, becomes === EMPTY ? null : (becomes ?? undefined))}
                  />
                  <StatusBadge tone={found.tone}>{found.label}</StatusBadge>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function finding(t: Translate, item: ColumnValue): { tone: Tone; label: string } {
  if (item.is_chosen) return { tone: 'teal', label: t('imports.sure.chosen') };
  switch (item.finding) {
    case 'known':
      return { tone: 'success', label: t('map.known') };
    case 'unknown':
      return { tone: 'warning', label: t('map.unknown') };
    case 'empty':
      return { tone: 'neutral', label: t('map.empty') };
    case 'new':
      return { tone: 'info', label: t('map.new') };
  }
}
