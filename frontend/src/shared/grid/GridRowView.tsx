import { Fragment, memo, type MouseEvent, type ReactNode } from 'react';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { BLOCK_ROWS } from './BlockStore';
import { placeInRow, type LaidColumn } from './columns';
import { ACTIONS_COLUMN, ACTIONS_COLUMN_WIDTH, SELECT_COLUMN, SELECT_COLUMN_WIDTH } from './types';
import classes from './WorkspaceGrid.module.css';

const LOW_COLUMNS = 3;

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
  isNew: boolean;
  kept: boolean;
  low: boolean;
  failed: boolean;
  retryHere: boolean;
  total: number;
  label: string;
  notes: ReadonlyMap<string, ReactNode> | undefined;
  /** Place of the column with the row's menu; 0 when there is none. */
  actionsAt: number;
  onRowClick: (index: number, event: MouseEvent) => void;
  onRowHover: (index: number) => void;
  onToggle: (index: number, range: boolean) => void;
  onRetry: (index: number) => void;
  onMenu: (index: number, button: Element) => void;
}

function GridRowInner<R extends { id: string }>(props: GridRowProps<R>) {
  const { row, index, top, height, selectable, selected, failed, current, kept, low } = props;
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
      data-new={props.isNew || undefined}
      data-kept={kept || undefined}
      data-low={low || undefined}
      data-actions={props.actionsAt > 0 || undefined}
      className={classes['row']}
      style={{ top, height }}
      onClick={(event) => props.onRowClick(index, event)}
      onPointerEnter={() => props.onRowHover(index)}
    >
      {low ? <LowCells row={row} columns={props.columns} /> : failed ? <FailedCells {...props} /> : <RowCells {...props} />}
    </div>
  );
}

function RowCells<R extends { id: string }>(props: GridRowProps<R>) {
  const { row, columns, activeColumn, selectable } = props;
  const cellOf = (item: LaidColumn<R>, place: number): ReactNode => (
    <Cell
      key={item.column.id}
      item={item}
      row={row}
      offset={selectable ? 2 : 1}
      isHeader={place === 0}
      isActive={activeColumn === item.column.id}
      note={props.notes?.get(item.column.id)}
    />
  );
  const cells = columns.map(cellOf);
  const pinned = pinnedLeft(columns);
  return (
    <>
      {/* One sticky box for all that stays at the left: each of its own costs a layer, for every row and frame. */}
      <div role="presentation" className={classes['pinned']}>
        {props.selectable && <SelectCell {...props} />}
        {cells.slice(0, pinned)}
      </div>
      {cells.slice(pinned)}
      {props.actionsAt > 0 && <ActionsCell {...props} />}
    </>
  );
}

function SelectCell<R extends { id: string }>({ row, index, activeColumn, selected, label, onToggle }: GridRowProps<R>) {
  const t = useT();
  return (
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
          onToggle(index, event.shiftKey);
        }}
      />
    </div>
  );
}

function ActionsCell<R extends { id: string }>({ row, index, activeColumn, actionsAt, label, onMenu }: GridRowProps<R>) {
  const t = useT();
  return (
    <div
      role="gridcell"
      aria-colindex={actionsAt}
      data-col-id={ACTIONS_COLUMN}
      className={classes['actionsCell']}
      style={{ width: ACTIONS_COLUMN_WIDTH }}
      tabIndex={activeColumn === ACTIONS_COLUMN ? 0 : -1}
    >
      {row !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={t('grid.rowActionsOf', { name: label })}
          className={classes['dots']}
          onClick={(event) => onMenu(index, event.currentTarget)}
        />
      )}
    </div>
  );
}

/** How many columns stay at the left; they come first. */
const pinnedLeft = <R,>(columns: readonly LaidColumn<R>[]): number => columns.filter((item) => item.pin === 'left').length;

interface CellProps<R> {
  item: LaidColumn<R>;
  row: R | undefined;
  offset: number;
  isHeader: boolean;
  isActive: boolean;
  note: ReactNode;
}

function CellInner<R extends { id: string }>({ item, row, offset, isHeader, isActive, note }: CellProps<R>) {
  const { column, pin, index } = item;
  return (
    <div
      role={isHeader ? 'rowheader' : 'gridcell'}
      aria-colindex={index + offset}
      data-col-id={column.id}
      data-align={column.align}
      data-pinned={pin ?? undefined}
      className={classes['cell']}
      style={placeInRow(item)}
      tabIndex={isActive ? 0 : -1}
    >
      <span className="qd-truncate">{row === undefined ? <span className={classes['bone']} /> : column.render(row)}</span>
      {/* The place is used again for other rows; what is typed in a cell is not. */}
      {note !== undefined && <Fragment key={row?.id}>{note}</Fragment>}
    </div>
  );
}

const Cell: <R extends { id: string }>(props: CellProps<R>) => ReactNode = memo(CellInner);

/** A row in a hurry: the first columns as plain text, or nothing but the bones that the style sheet paints. */
function LowCells<R>({ row, columns }: { row: R | undefined; columns: readonly LaidColumn<R>[] }) {
  if (row === undefined) return null;
  const first = columns.slice(0, LOW_COLUMNS);
  const cellOf = (item: LaidColumn<R>): ReactNode => (
    <div key={item.column.id} role="gridcell" data-pinned={item.pin ?? undefined} className={classes['cell']} style={placeInRow(item)}>
      {item.column.text(row)}
    </div>
  );
  const pinned = pinnedLeft(first);
  return (
    <>
      <div role="presentation" className={classes['pinned']} style={{ paddingLeft: first[0]?.pin === 'left' ? first[0].left : 0 }}>
        {first.slice(0, pinned).map(cellOf)}
      </div>
      {first.slice(pinned).map(cellOf)}
    </>
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
