import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { WizardImport } from '@/shared/api/importTypes';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconCircle } from '@/shared/ui/icons';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { importRowsSource, type ImportRowItem } from '../../api/importQueries';
import { outcomeLabel, outcomeTone, type RowOutcome } from '../../importLabels';
import classes from './Result.module.css';

/** The rows that ended in one way, each with its reason; a row opens its asset. */
export function OutcomeRows({ record, outcome }: { record: WizardImport; outcome: RowOutcome }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to } = useTenant();
  const source = useMemo(() => importRowsSource(slug, record.id, outcome), [slug, record.id, outcome]);
  const columns = useMemo(() => rowColumns(t), [t]);
  return (
    <div className={classes['rows']}>
      <ListGrid
        module="import-rows"
        label={t('imports.rowsOf', { outcome: outcomeLabel(t, outcome) })}
        source={source}
        columns={columns}
        rowLabel={(row) => t('imports.rowNumber', { number: row.row })}
        onOpen={(row) => {
          if (row.asset_id !== null) void navigate(to(`/assets?open=${row.asset_id}`));
        }}
        card={(row) => (
          <span className={classes['card']}>
            <span className={classes['cardLine']}>
              <strong>{t('imports.rowNumber', { number: row.row })}</strong>
              <StatusBadge tone={outcomeTone(row.outcome)}>{outcomeLabel(t, row.outcome)}</StatusBadge>
            </span>
            <span className="qd-truncate">
              <bdi>{row.reason}</bdi>
            </span>
          </span>
        )}
        empty={<Blank icon={<IconCircle size={20} />} title={t('imports.noRows')} />}
      />
    </div>
  );
}

function rowColumns(t: Translate): GridColumn<ImportRowItem>[] {
  const asset = (row: ImportRowItem): string => row.asset_tag ?? row.asset_name ?? '';
  const matched = (row: ImportRowItem): string => (row.matched_on.join(', '));
  return [
    { id: 'row', label: t('imports.row'), width: 80, pin: 'left', align: 'right', canHide: false, render: (row) => formatNumber(row.row), text: (row) => String(row.row) },
    {
      id: 'outcome',
      label: t('imports.outcome'),
      width: 140,
      render: (row) => <StatusBadge tone={outcomeTone(row.outcome)}>{outcomeLabel(t, row.outcome)}</StatusBadge>,
      text: (row) => outcomeLabel(t, row.outcome),
    },
    { id: 'asset', label: t('match.asset'), width: 160, render: (row) => <bdi>{asset(row)}</bdi>, text: asset },
    { id: 'reason', label: t('imports.reason'), width: 520, render: (row) => <bdi title={row.reason}>{row.reason}</bdi>, text: (row) => row.reason },
    { id: 'matched_on', label: t('imports.matchedOn'), width: 150, render: matched, text: matched },
    {
      id: 'duplicate_of_row',
      label: t('imports.duplicateOf'),
      width: 120,
      align: 'right',
      render: (row) => row.duplicate_of_row ?? '',
      text: (row) => String(row.duplicate_of_row ?? ''),
    },
  ];
}
