import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useT } from '@/shared/i18n/i18n';
import type { BlockStore } from './BlockStore';
import { columnsInView, layColumns } from './columns';
import type { GridLayout, WorkspaceGridProps } from './gridProps';
import { GridBody } from './GridBody';
import { GridFooter } from './GridFooter';
import { GridHeader } from './GridHeader';
import { gridKeyHandler } from './gridKeyHandler';
import { NO_SELECTION, checkedState } from './selection';
import { SelectionMenu } from './SelectionMenu';
import { cycleSort } from './sort';
import { SelectionBar } from './SelectionBar';
import { ACTIONS_COLUMN, ACTIONS_COLUMN_WIDTH, CARD_HEIGHT, HEADER_HEIGHT, ROW_HEIGHT, SELECT_COLUMN, SELECT_COLUMN_WIDTH, type GridColumn } from './types';
import { cellElement, useActiveCell } from './useActiveCell';
import { useGridKeySheet } from './useGridKeySheet';
import { useGridSelection } from './useGridSelection';
import { useRowMenu } from './useRowMenu';
import { useToldColumns } from './useToldColumns';
import { usePageSize, usePaging } from './usePaging';
import { ViewportModel } from './ViewportModel';
import classes from './WorkspaceGrid.module.css';

/** One list component for the whole product: sparse, windowed, and driven from the keyboard. */
export function WorkspaceGrid<R extends { id: string }>({ ref, ...props }: WorkspaceGridProps<R>) {
  const { rows, view, onViewChange, selection = NO_SELECTION, onSelectionChange, onOpen, card } = props;
  const { store, shown } = rows;
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [model] = useState(() => new ViewportModel());
  // Only what moves columns draws the whole grid again; rows and footer follow the scrolling by themselves.
  const left = useSyncExternalStore(model.subscribe, () => model.getWindow().left);
  const width = useSyncExternalStore(model.subscribe, () => model.getWindow().width);

  const selectable = onSelectionChange !== undefined;
  const hasActions = props.rowActions !== undefined && card === undefined;
  const rowHeight = card === undefined ? ROW_HEIGHT[view.density] : CARD_HEIGHT;
  const headerHeight = card === undefined ? HEADER_HEIGHT : 0;
  const layout = useGridLayout(props, selectable, hasActions, left, width);
  const columnIds = useMemo(
    () => [...(selectable ? [SELECT_COLUMN] : []), ...layout.laid.map((item) => item.column.id), ...(hasActions ? [ACTIONS_COLUMN] : [])],
    [selectable, hasActions, layout.laid],
  );
  const actionsAt = hasActions ? columnIds.length : 0;
  const { active, focusCell, noteFocus } = useActiveCell(scroller, { row: 0, column: columnIds[0] ?? '' });
  const chosen = useGridSelection(shown, selection, onSelectionChange);
  const count = shown.reachable;

  const orderKey = store.source.orderKey ?? store.source.key;
  const [pageSize] = usePageSize();
  const paging = usePaging(card === undefined ? pageSize : null, count, orderKey, shown.hasRows);
  const pageFirst = paging?.first ?? 0;
  const drawnCount = shown.hasRows ? (paging?.rows ?? count) : 40;
  const hasScroller = shown.failure === null && !(shown.hasRows && count === 0);
  useLayoutEffect(() => {
    const element = scroller.current;
    return element === null ? undefined : model.attach(element);
  }, [model, hasScroller]);
  useLayoutEffect(
    () => model.configure({ rowCount: drawnCount, firstRow: pageFirst, rowHeight, headerHeight }),
    [model, shown, drawnCount, pageFirst, rowHeight, headerHeight, hasScroller],
  );
  useLayoutEffect(() => model.toTop(), [model, orderKey]);

  const revealRow = (row: number, align?: 'nearest' | 'center'): void => {
    if (paging !== null && (row < paging.first || row >= paging.first + paging.rows)) paging.show(row);
    model.revealRow(row, align);
  };
  const focusAt = (cell: { row: number; column: string }): void => {
    if (cell.row >= 0) revealRow(cell.row);
    const target = layout.laid.find((item) => item.column.id === cell.column);
    if (target?.pin === null) model.revealSpan(target.left, target.width, layout.pinnedWidth, layout.pinnedRight);
    focusCell(cell);
  };

  const { resize, move, told } = useToldColumns(props);
  useGridKeySheet({ selectable, opens: onOpen !== undefined, peeks: props.onPeek !== undefined, edits: props.onEdit !== undefined, hasMenus: hasActions, hasHeader: card === undefined });

  const rowMenu = useRowMenu({ rowActions: props.rowActions, rowAt: (index) => shown.row(index), cellElement: (cell) => cellElement(scroller.current, cell), focusAt });

  useImperativeHandle(ref, () => ({
    focusRow(index) {
      revealRow(index);
      focusCell({ row: index, column: layout.laid[0]?.column.id ?? '' });
    },
    focusColumn: (id) => focusAt({ row: Math.max(0, active.row), column: id }),
    revealRow: (index, align = 'center') => revealRow(index, align),
    step(move) {
      const column = columnIds[columnIds.indexOf(active.column) + (move === 'right' ? 1 : 0)];
      focusAt({ row: Math.min(count - 1, active.row + (move === 'down' ? 1 : 0)), column: column ?? active.column });
    },
  }));

  const visibleIds = (): string[] => idsOnScreen(model, shown);
  const bar = selectable && (
    <SelectionBar
      selection={selection}
      total={shown.total}
      note={props.selectionNote}
      onSelectAll={(paging !== null || card !== undefined) && store.source.setKey !== undefined ? chosen.selectAll : undefined}
      onClear={chosen.clear}
      onDismissed={props.onSelectionDismissed}
    >
      {props.selectionActions}
    </SelectionBar>
  );
  if (!hasScroller) {
    return (
      <div className={classes['root']} data-state={shown.failure === null ? 'empty' : 'error'}>
        <div className={classes['state']}>{shown.failure === null ? props.empty : props.failure(shown.failure, () => store.retry(0))}</div>
        {bar}
      </div>
    );
  }

  const sortBy = (field: string, add: boolean): void => onViewChange({ ...view, sort: cycleSort(view.sort, field, add) });

  return (
    <div className={classes['root']} data-state={shown.hasRows ? (rows.stale ? 'loading' : 'ready') : 'loading'}>
      <BusyBar store={store} />
      <div
        ref={scroller}
        role="grid"
        tabIndex={-1}
        aria-label={props.label}
        aria-rowcount={shown.total?.relation === 'eq' ? shown.total.value + 1 : -1}
        aria-colcount={columnIds.length}
        aria-busy={!shown.hasRows || rows.stale}
        aria-multiselectable={selectable || undefined}
        data-stale={rows.stale || props.dimmed || undefined}
        data-opens={onOpen !== undefined || undefined}
        className={classes['scroller']}
        style={{ scrollPaddingTop: headerHeight }}
        onFocus={(event) => noteFocus(event.target)}
        onContextMenu={rowMenu.onContextMenu}
        onKeyDown={gridKeyHandler({
          active,
          count,
          columnIds,
          page: () => model.rowsPerPage(),
          rowAt: (index) => shown.row(index),
          columnOf: (id) => layout.laid.find((item) => item.column.id === id),
          columns: layout.laid.map((item) => item.column),
          selection,
          selectable,
          chosen,
          focusAt,
          open: onOpen,
          peek: props.onPeek,
          edit: props.onEdit,
          menu: rowMenu.openAt,
          other: props.onKey,
          sortBy,
          resize,
          move,
          store: shown,
        })}
      >
        {card === undefined && (
          <GridHeader
            columns={layout.inView}
            totalWidth={layout.totalWidth}
            sort={view.sort}
            activeColumn={active.row === -1 ? active.column : null}
            selectable={selectable}
            actionsAt={actionsAt}
            checked={checkedState(selection, shown.total?.value ?? 0)}
            selectLabel={paging !== null ? t('grid.selectPage') : t(store.source.setKey === undefined ? 'grid.selectVisible' : 'grid.selectAll')}
            selectMenu={<SelectionMenu store={shown} visibleIds={visibleIds} selection={selection} chosen={chosen} />}
            onSort={sortBy}
            onResize={resize}
            onToggleAll={() => (paging === null ? chosen.toggleAll(visibleIds()) : chosen.togglePage(paging.first, paging.rows))}
          />
        )}
        <GridBody {...props} model={model} layout={layout} active={active} rowHeight={rowHeight} selectable={selectable} chosen={chosen} actionsAt={actionsAt} onMenu={rowMenu.onButton} />
      </div>
      {rowMenu.menu}
      {bar}
      {told}
      <GridFooter rows={rows} model={model} sort={view.sort} columns={props.columns} tools={props.footerTools} paging={paging} />
    </div>
  );
}

function idsOnScreen<R extends { id: string }>(model: ViewportModel, store: BlockStore<R>): string[] {
  const { visibleFirst, visibleLast } = model.getWindow();
  const ids: string[] = [];
  for (let index = visibleFirst; index <= visibleLast; index += 1) {
    const row = store.row(index);
    if (row !== undefined) ids.push(row.id);
  }
  return ids;
}

/** Says that rows are on their way; alone, so that nothing else is drawn again for it. */
function BusyBar<R extends { id: string }>({ store }: { store: BlockStore<R> }) {
  const busy = useSyncExternalStore(store.subscribe, () => store.busy);
  return <div className={classes['busyBar']} data-on={busy || undefined} aria-hidden />;
}

function useGridLayout<R extends { id: string }>(
  { columns, view, card }: WorkspaceGridProps<R>,
  selectable: boolean,
  hasActions: boolean,
  left: number,
  width: number,
): GridLayout<R> {
  const laid = useMemo(() => {
    if (card === undefined) return layColumns(columns, view.columns, selectable ? SELECT_COLUMN_WIDTH : 0, hasActions ? ACTIONS_COLUMN_WIDTH : 0);
    const left = selectable ? SELECT_COLUMN_WIDTH : 0;
    const only: GridColumn<R> = { id: 'card', label: '', width: width - left, pin: 'left', render: card, text: () => '' };
    return { laid: [{ column: only, left, right: 0, width: width - left, pin: 'left' as const, index: 0 }], pinnedWidth: width, pinnedRight: 0, totalWidth: width };
  }, [columns, view.columns, selectable, hasActions, card, width]);
  return useMemo(() => ({ ...laid, inView: columnsInView(laid.laid, left, width) }), [laid, left, width]);
}
