import { useRef, useState } from 'react';
import type { CheckMark, MappedColumn } from '@/shared/api/importTypes';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@/shared/ui/icons';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import type { CheckRowItem } from '../../api/importQueries';
import { byGravity, gravest, marksOf, SEVERITY } from '../../checkMarks';
import classes from './Check.module.css';

export interface EditedCell {
  row: number;
  column: number;
  value: string;
}

export const cellId = (column: number): string => `cell-${String(column)}`;

export function columnOfCell(id: string | undefined): number | null {
  const match = /^cell-(\d+)$/.exec(id ?? '');
  return match === null ? null : Number(match[1]);
}

/** Row number, what is wrong in words, then the mapped columns under the file's own headings. */
export function checkColumns(
  t: Translate,
  columns: readonly MappedColumn[],
  editing: EditedCell | null,
  onEnd: (cell: EditedCell, value: string | null) => void,
): GridColumn<CheckRowItem>[] {
  const mapped = columns.filter((column) => column.field !== null);
  return [
    { id: 'row', label: t('imports.row'), width: 76, pin: 'left', align: 'right', canHide: false, render: (row) => formatNumber(row.row), text: (row) => String(row.row) },
    { id: 'problems', label: t('check.problems'), width: 380, canHide: false, render: (row) => <RowProblems row={row} />, text: (row) => row.marks.map((mark) => mark.message).join(' ') },
    ...mapped.map((column): GridColumn<CheckRowItem> => ({
      id: cellId(column.index),
      label: column.header,
      width: 150,
      render: (row) =>
        editing?.row === row.row && editing.column === column.index ? (
          <CellInput label={column.header} cell={editing} onEnd={onEnd} />
        ) : (
          <CellText row={row} column={column.index} />
        ),
      text: (row) => row.cells[column.index] ?? '',
    })),
  ];
}

function RowProblems({ row }: { row: CheckRowItem }) {
  const t = useT();
  if (row.is_excluded) return <StatusBadge tone="outline">{t('check.isExcluded')}</StatusBadge>;
  const worst = gravest(row.marks);
  if (worst === null) return <StatusBadge tone="success">{t('check.isOk')}</StatusBadge>;
  const messages = byGravity(row.marks).map((mark) => mark.message);
  return (
    <span className={classes['problems']} title={messages.join('\n')}>
      <StatusBadge tone={SEVERITY[worst].tone}>{t(SEVERITY[worst].one)}</StatusBadge>
      <span className="qd-truncate">{messages.join(' · ')}</span>
    </span>
  );
}

const ICON = { error: IconAlertOctagon, warning: IconAlertTriangle, info: IconInfoCircle } as const;

function CellText({ row, column }: { row: CheckRowItem; column: number }) {
  const t = useT();
  const marks: CheckMark[] = row.is_excluded ? [] : marksOf(row, column);
  const worst = gravest(marks);
  const text = row.cells[column] ?? '';
  const edited = row.edited.includes(column);
  if (worst === null) {
    return (
      <span data-edited={edited || undefined} data-excluded={row.is_excluded || undefined} className={classes['cellText']}>
        <bdi>{text}</bdi>
        {edited && <span className="qd-visually-hidden"> {t('check.edited')}</span>}
      </span>
    );
  }
  const Icon = ICON[worst];
  return (
    <span className={classes['marked']} data-severity={worst}>
      <Icon size={14} aria-hidden />
      <span className="qd-visually-hidden">{t(SEVERITY[worst].one)}: </span>
      <bdi>{text === '' ? t('map.emptyCell') : text}</bdi>
    </span>
  );
}

interface CellInputProps {
  label: string;
  cell: EditedCell;
  onEnd: (cell: EditedCell, value: string | null) => void;
}

function CellInput({ label, cell, onEnd }: CellInputProps) {
  const [value, setValue] = useState(cell.value);
  const ended = useRef(false);
  const end = (result: string | null): void => {
    if (ended.current) return;
    ended.current = true;
    onEnd(cell, result);
  };
  return (
    <input
      className={classes['cellInput']}
      aria-label={label}
      // The cell was asked to be edited a moment ago, by key or double click.
      // eslint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={() => end(value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end(event.key === 'Enter' ? value : null);
      }}
    />
  );
}

/** One row on a narrow screen. */
export function CheckCard({ row, columns }: { row: CheckRowItem; columns: readonly MappedColumn[] }) {
  const t = useT();
  const cells = columns.filter((column) => column.field !== null).map((column) => row.cells[column.index] ?? '');
  return (
    <span className={classes['card']}>
      <span className={classes['cardLine']}>
        <strong>{t('imports.rowNumber', { number: row.row })}</strong>
        <span className="qd-truncate">
          <bdi>{cells.filter((cell) => cell !== '').slice(0, 4).join(' · ')}</bdi>
        </span>
      </span>
      <RowProblems row={row} />
    </span>
  );
}
