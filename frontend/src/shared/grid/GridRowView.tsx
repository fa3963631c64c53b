import { memo, type MouseEvent, type ReactNode } from 'react';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { BLOCK_ROWS } from './BlockStore';
import { placeOf, type LaidColumn } from './columns';
import { SELECT_COLUMN_WIDTH } from './types';
import classes from './WorkspaceGrid.module.css';

export const SELECT_COLUMN = '$select';

interface GridRowProps<R extends { id: string }> {
  row: R | undefined;
  index: number;
  top: number;
  height: number;
  columns: readonly LaidColumn<R>[];
  /** Column that holds the tab stop, when this row does. */
  activeColumn: string | null;
  selectable: boolean;
  selected: boolean;
  current: boolean;
  kept: boolean;
  low: boolean;
  failed: boolean;
  retryHere: boolean;
  total: number;
  label: string;
  notes: ReadonlyMap<string, ReactNode> | undefined;
  onRowClick: (index: number, event: MouseEvent) => void;
  onRowHover: (index: number) => void;
  onToggle: (index: number, range: boolean) => void;
  onRetry: (index: number) => void;
}

function GridRowInner<R extends { id: string }>(props: GridRowProps<R>) {
  const { row, index, top, height, columns, activeColumn, selectable, selected, failed, current, kept } = props;
  const loading = row === undefined && !failed;
  return (
    // Keys are handled once, by the grid; a row click is the pointer's twin of Enter.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      aria-busy={loading || undefined}
      aria-current={current || undefined}
      data-row-index={index}
      data-row-id={row?.id}
      data-odd={index % 2 === 1 || undefined}
      data-kept={kept || undefined}
      className={classes['row']}
      style={{ top, height }}
      onClick={(event) => props.onRowClick(index, event)}
      onPointerEnter={() => props.onRowHover(index)}
    >
      {failed ? <FailedCells {...props} /> : <RowCells {...props} columns={columns} activeColumn={activeColumn} />}
    </div>
  );
}

function RowCells<R extends { id: string }>(props: GridRowProps<R>) {
  const { row, columns, activeColumn, selectable, selected, low, label, index } = props;
  const t = useT();
  return (
    <>
      {selectable && (
        <div
          role="gridcell"
          aria-colindex={1}
          data-col-id={SELECT_COLUMN}
          className={classes['selectCell']}
          style={{ width: SELECT_COLUMN_WIDTH }}
          tabIndex={activeColumn === SELECT_COLUMN ? 0 : -1}
        >
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            disabled={row === undefined}
            aria-label={t('grid.selectRow', { name: label })}
            onChange={() => undefined}
            onClick={(event) => {
              event.stopPropagation();
              props.onToggle(index, event.shiftKey);
            }}
          />
        </div>
      )}
      {columns.map((item, place) => (
        <Cell
          key={item.column.id}
          item={item}
          offset={selectable ? 2 : 1}
          isHeader={place === 0}
          isActive={activeColumn === item.column.id}
          note={props.notes?.get(item.column.id)}
        >
          {row === undefined ? (
            <span className={classes['bone']} />
          ) : low && item.pin === null && place > 2 ? null : (
            item.column.render(row)
          )}
        </Cell>
      ))}
    </>
  );
}

interface CellProps<R> {
  item: LaidColumn<R>;
  offset: number;
  isHeader: boolean;
  isActive: boolean;
  note: ReactNode;
  children: ReactNode;
}

function Cell<R>({ item, offset, isHeader, isActive, note, children }: CellProps<R>) {
  const { column, pin, index } = item;
  return (
    <div
      role={isHeader ? 'rowheader' : 'gridcell'}
      aria-colindex={index + offset}
      data-col-id={column.id}
      data-align={column.align}
      data-pinned={pin ?? undefined}
      className={classes['cell']}
      style={placeOf(item)}
      tabIndex={isActive ? 0 : -1}
    >
      <span className="qd-truncate">{children}</span>
      {note}
    </div>
  );
}

function FailedCells<R extends { id: string }>({ index, retryHere, total, onRetry, columns, selectable }: GridRowProps<R>) {
  const t = useT();
  const start = Math.floor(index / BLOCK_ROWS) * BLOCK_ROWS;
  const from = formatNumber(start + 1);
  const to = formatNumber(Math.min(total, start + BLOCK_ROWS));
  return (
    <div role="gridcell" aria-colindex={1} aria-colspan={columns.length + (selectable ? 1 : 0)} className={classes['failed']}>
      {retryHere && (
        <>
          <span>{t('grid.blockFailed', { from, to })}</span>
          <button
            type="button"
            className={classes['linkButton']}
            onClick={(event) => {
              event.stopPropagation();
              onRetry(index);
            }}
          >
            {t('common.retry')}
          </button>
        </>
      )}
    </div>
  );
}

export const GridRowView: <R extends { id: string }>(props: GridRowProps<R>) => ReactNode = memo(GridRowInner);
