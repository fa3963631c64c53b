import { useRef, type PointerEvent, type ReactNode } from 'react';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowDown, IconArrowUp } from '@/shared/ui/icons';
import { clampWidth, placeOf, type LaidColumn } from './columns';
import { ACTIONS_COLUMN, ACTIONS_COLUMN_WIDTH, SELECT_COLUMN, SELECT_COLUMN_WIDTH, type SortKey } from './types';
import classes from './WorkspaceGrid.module.css';

interface GridHeaderProps<R> {
  columns: readonly LaidColumn<R>[];
  totalWidth: number;
  sort: readonly SortKey[];
  activeColumn: string | null;
  selectable: boolean;
  checked: 'all' | 'some' | 'none';
  selectMenu: ReactNode;
  selectLabel: string;
  /** Place of the column with the menus of the rows; 0 when there is none. */
  actionsAt: number;
  onSort: (field: string, add: boolean) => void;
  onResize: (id: string, width: number) => void;
  onToggleAll: () => void;
}

export function GridHeader<R>(props: GridHeaderProps<R>) {
  const t = useT();
  const { columns, totalWidth, selectable, checked, activeColumn } = props;
  return (
    <div role="row" aria-rowindex={1} data-row-index={-1} className={classes['header']} style={{ width: totalWidth }}>
      {selectable && (
        <div
          role="columnheader"
          aria-colindex={1}
          data-col-id={SELECT_COLUMN}
          className={classes['selectCell']}
          style={{ width: SELECT_COLUMN_WIDTH }}
          tabIndex={activeColumn === SELECT_COLUMN ? 0 : -1}
        >
          <input
            type="checkbox"
            tabIndex={-1}
            checked={checked === 'all'}
            ref={(element) => {
              if (element !== null) element.indeterminate = checked === 'some';
            }}
            aria-label={props.selectLabel}
            onChange={props.onToggleAll}
          />
          {props.selectMenu}
        </div>
      )}
      {columns.map((item) => (
        <HeaderCell key={item.column.id} item={item} {...props} />
      ))}
      {props.actionsAt > 0 && (
        <div
          role="columnheader"
          aria-colindex={props.actionsAt}
          data-col-id={ACTIONS_COLUMN}
          className={classes['actionsCell']}
          style={{ width: ACTIONS_COLUMN_WIDTH }}
          tabIndex={activeColumn === ACTIONS_COLUMN ? 0 : -1}
        >
          <span className="qd-visually-hidden">{t('common.actions')}</span>
        </div>
      )}
    </div>
  );
}

function HeaderCell<R>({ item, sort, activeColumn, selectable, onSort, onResize }: GridHeaderProps<R> & { item: LaidColumn<R> }) {
  const { column, width, pin, index } = item;
  const place = sort.findIndex((key) => key.field === column.id);
  const key = sort[place];
  const sortable = column.sortable === true;
  const direction = key === undefined ? 'none' : key.descending ? 'descending' : 'ascending';
  return (
    // Enter and Space on the focused header are handled by the grid, with every other key.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="columnheader"
      aria-colindex={index + (selectable ? 2 : 1)}
      aria-sort={sortable ? direction : undefined}
      data-col-id={column.id}
      data-align={column.align}
      data-sortable={sortable || undefined}
      data-pinned={pin ?? undefined}
      className={classes['headerCell']}
      style={placeOf(item)}
      tabIndex={activeColumn === column.id ? 0 : -1}
      onClick={(event) => {
        if (sortable) onSort(column.id, event.shiftKey);
      }}
    >
      <span className="qd-truncate">{column.label}</span>
      {key !== undefined && (
        <span className={classes['sortMark']} aria-hidden>
          {key.descending ? <IconArrowDown size={13} /> : <IconArrowUp size={13} />}
          {sort.length > 1 && place + 1}
        </span>
      )}
      <ResizeHandle width={width} onResize={(next) => onResize(column.id, next)} />
    </div>
  );
}

/** Pointer resizing; the keyboard's twin is Alt+Left and Alt+Right on the header. */
function ResizeHandle({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const frame = useRef(0);
  const move = (event: PointerEvent): void => {
    if (start.current === null) return;
    const next = clampWidth(start.current.width + event.clientX - start.current.x);
    // Once a frame: a fast mouse reports many more moves than are drawn.
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => onResize(next));
  };
  return (
    <span
      aria-hidden
      className={classes['resizer']}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}
