import { useCallback, useEffect, useMemo, useRef, useLayoutEffect, useState, useSyncExternalStore, type MouseEvent } from 'react';
import { BLOCK_ROWS } from './BlockStore';
import type { LaidColumn } from './columns';
import { GridRowView } from './GridRowView';
import { RowSlots } from './RowSlots';
import { isSelected, NO_SELECTION } from './selection';
import type { ActiveCell } from './types';
import type { SelectionControl } from './useGridSelection';
import { useEveryRow } from './useGridRows';
import type { ViewportModel, ViewWindow } from './ViewportModel';
import type { GridLayout, WorkspaceGridProps } from './gridProps';
import classes from './WorkspaceGrid.module.css';

/** A pointer on its way over the list reads nothing ahead. */
const RESTING_MS = 90;

interface GridBodyProps<R extends { id: string }> extends WorkspaceGridProps<R> {
  model: ViewportModel;
  layout: GridLayout<R>;
  active: ActiveCell;
  rowHeight: number;
  selectable: boolean;
  chosen: SelectionControl;
  actionsAt: number;
  onMenu: (index: number, button: Element) => void;
}

export function GridBody<R extends { id: string }>(props: GridBodyProps<R>) {
  const { rows, model, layout, active, rowHeight, selectable, selection = NO_SELECTION, openId, rowLabel, notes } = props;
  const { store, shown } = rows;
  const win = useSyncExternalStore(model.subscribe, model.getWindow);
  useEveryRow(shown);
  useEffect(() => store.ensure(win.firstRow, Math.max(win.firstRow, win.lastRow)), [store, win.firstRow, win.lastRow]);
  const handlers = useRowHandlers(props);
  const columnsWithActive = useActiveColumns(layout, active.column);
  const total = shown.total?.value ?? 0;
  const indexes = drawnRows(win, active.row, shown.reachable);
  const [slots] = useState(() => new RowSlots());
  const places = slots.place(indexes);
  const retries = retryRows(indexes, win.visibleFirst, (index) => shown.failed(index));

  return (
    <div role="presentation" className={classes['sizer']} style={{ height: win.scrollHeight, width: layout.totalWidth }}>
      <div role="presentation" className={classes['body']} style={{ transform: `translateY(${String(win.bodyTop)}px)` }}>
        {indexes.map((index, place) => {
          const row = shown.row(index);
          const failed = shown.failed(index);
          const hasFocus = index === active.row;
          return (
            <GridRowView
              key={places[place]}
              row={row}
              index={index}
              top={(index - win.base) * rowHeight}
              height={rowHeight}
              columns={hasFocus ? columnsWithActive : layout.inView}
              activeColumn={hasFocus ? active.column : null}
              selectable={selectable}
              selected={row !== undefined && isSelected(selection, row.id)}
              current={row !== undefined && row.id === openId}
              isNew={row !== undefined && row.id === props.newId}
              kept={index < win.firstRow || index > win.lastRow}
              // Without its cells the focused row would drop the focus.
              low={win.low && !hasFocus}
              failed={failed}
              retryHere={retries.has(index)}
              total={total}
              label={row === undefined ? '' : rowLabel(row)}
              notes={row === undefined ? undefined : notes?.get(row.id)}
              actionsAt={props.actionsAt}
              {...handlers}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The window, and the row holding the tab stop wherever it is: unmounting it would drop focus to the page. */
function drawnRows(win: ViewWindow, activeRow: number, reachable: number): number[] {
  const indexes: number[] = [];
  for (let index = win.firstRow; index <= win.lastRow; index += 1) indexes.push(index);
  const outside = activeRow >= 0 && (activeRow < win.firstRow || activeRow > win.lastRow);
  if (outside && activeRow < reachable) indexes.push(activeRow);
  return indexes;
}

/** The first visible row of each failed block carries its one retry line. */
function retryRows(indexes: readonly number[], from: number, failed: (index: number) => boolean): ReadonlySet<number> {
  const byBlock = new Map<number, number>();
  for (const index of indexes) {
    const block = Math.floor(index / BLOCK_ROWS);
    if (index >= from && failed(index) && !byBlock.has(block)) byBlock.set(block, index);
  }
  return new Set(byBlock.values());
}

function useActiveColumns<R>(layout: GridLayout<R>, active: string): readonly LaidColumn<R>[] {
  return useMemo(() => {
    if (layout.inView.some((item) => item.column.id === active)) return layout.inView;
    const missing = layout.laid.find((item) => item.column.id === active);
    if (missing === undefined) return layout.inView;
    return [...layout.inView, missing].sort((a, b) => a.index - b.index);
  }, [layout, active]);
}

/** Handlers that never change identity, so a row redraws only when its own data does. */
function useRowHandlers<R extends { id: string }>({ rows, onOpen, onHover, onMenu: onMenuNow, chosen, selectable }: GridBodyProps<R>) {
  const latest = useRef({ rows, onOpen, onHover, onMenuNow, chosen, selectable });
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLayoutEffect(() => {
    latest.current = { rows, onOpen, onHover, onMenuNow, chosen, selectable };
  });

  const onRowClick = useCallback((index: number, event: MouseEvent) => {
    const { rows: now, onOpen: open, chosen: control, selectable: canSelect } = latest.current;
    if (event.target instanceof Element && event.target.closest('a,button,input') !== null) return;
    if (event.shiftKey && canSelect) {
      control.toggleRow(index, true);
      return;
    }
    const row = now.shown.row(index);
    if (row !== undefined) open?.(row, index);
  }, []);
  const onToggle = useCallback((index: number, range: boolean) => latest.current.chosen.toggleRow(index, range), []);
  const onRetry = useCallback((index: number) => latest.current.rows.shown.retry(index), []);
  const onMenu = useCallback((index: number, button: Element) => latest.current.onMenuNow(index, button), []);
  const onRowHover = useCallback((index: number) => {
    clearTimeout(resting.current);
    if (latest.current.onHover === undefined) return;
    resting.current = setTimeout(() => {
      const row = latest.current.rows.shown.row(index);
      if (row !== undefined) latest.current.onHover?.(row);
    }, RESTING_MS);
  }, []);
  useEffect(() => () => clearTimeout(resting.current), []);
  return { onRowClick, onRowHover, onToggle, onRetry, onMenu };
}
