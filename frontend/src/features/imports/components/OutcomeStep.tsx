import { useMemo, type ReactNode } from 'react';
import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { useNavigate, useSearchParams } from 'react-router';
import { apiLink } from '@/shared/api/client';
import type { ImportRecord, ImportRow } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconCircle, IconFileAlert, IconFileText } from '@/shared/ui/icons';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { importRowsSource, type ImportRowItem } from '../api/importQueries';
import { isOutcome, outcomeLabel, OUTCOMES, outcomeTone } from '../importLabels';
import classes from './Import.module.css';

/** What will happen, or did: numbers by outcome, and the rows behind each number. */
export function OutcomeStep({ record, children }: { record: ImportRecord; children: ReactNode }) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const asked = params.get('outcome');
  const shown = isOutcome(asked) ? asked : (record.counts.rejected > 0 ? 'rejected' : 'created');
  const choose = (outcome: string): void =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('outcome', outcome);
      return next;
    }, { replace: true });

  return (
    <>
      <Text mb="sm" role="status">
        {record.state === 'checked'
          ? t('imports.checkedText', { rows: record.counts.rows })
          : t('imports.finishedText', { rows: record.counts.rows })}
      </Text>
      <ul className={classes['outcomes']}>
        {OUTCOMES.map((outcome) => (
          <li key={outcome}>
            <UnstyledButton className={classes['outcome'] ?? ''} aria-pressed={outcome === shown} onClick={() => choose(outcome)}>
              <span className={classes['outcomeNumber']}>{formatNumber(record.counts[outcome])}</span>
              <StatusBadge tone={outcomeTone(outcome)}>{outcomeLabel(t, outcome)}</StatusBadge>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <Group gap="sm">
        {children}
        {record.error_file_id !== null && (
          <Button
            component="a"
            href={apiLink(`/files/${record.error_file_id}/content`)}
            variant="default"
            leftSection={<IconFileAlert size={16} aria-hidden />}
          >
            {t('imports.errorFile')}
          </Button>
        )}
        {record.decisions_file_id !== null && (
          <Button
            component="a"
            href={apiLink(`/files/${record.decisions_file_id}/content`)}
            variant="default"
            leftSection={<IconFileText size={16} aria-hidden />}
          >
            {t('imports.decisionsFile')}
          </Button>
        )}
      </Group>
      <OutcomeRows key={`${shown}:${record.state}`} record={record} outcome={shown} />
    </>
  );
}

function OutcomeRows({ record, outcome }: { record: ImportRecord; outcome: ImportRow['outcome'] }) {
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
        empty={<Blank icon={<IconCircle size={20} />} title={t('imports.noRows')} />}
      />
    </div>
  );
}

function rowColumns(t: Translate): GridColumn<ImportRowItem>[] {
  const score = (row: ImportRowItem): string => (row.score.toFixed(2));
  return [
    { id: 'row', label: t('imports.row'), width: 80, pin: 'left', align: 'right', canHide: false, render: (row) => formatNumber(row.row), text: (row) => String(row.row) },
    {
      id: 'outcome',
      label: t('imports.outcome'),
      width: 170,
      render: (row) => <StatusBadge tone={outcomeTone(row.outcome)}>{outcomeLabel(t, row.outcome)}</StatusBadge>,
      text: (row) => outcomeLabel(t, row.outcome),
    },
    { id: 'reason', label: t('imports.reason'), width: 460, render: (row) => <bdi>{row.reason}</bdi>, text: (row) => row.reason },
    { id: 'matched_on', label: t('imports.matchedOn'), width: 140, render: (row) => row.matched_on.join(', '), text: (row) => row.matched_on.join(', ') },
    { id: 'score', label: t('imports.score'), width: 90, align: 'right', render: score, text: score },
    {
      id: 'duplicate_of_row',
      label: t('imports.duplicateOf'),
      width: 130,
      align: 'right',
      render: (row) => row.duplicate_of_row ?? '',
      text: (row) => String(row.duplicate_of_row ?? ''),
    },
  ];
}
