import { Suspense, useEffect, useState, type MouseEvent, type ReactNode } from 'react';
import { onDemand, whenQuiet } from '@/shared/ui/onDemand';
import type { RowActions } from './gridProps';
import { ACTIONS_COLUMN, type ActiveCell } from './types';

const RowMenu = onDemand(async () => (await import('./RowMenu')).RowMenu);

interface Opened<R> {
  row: R;
  cell: ActiveCell;
  at: { x: number; y: number };
}

export interface RowMenuControl {
  /** Opens beside the cell; for a key. */
  openAt: (cell: ActiveCell) => boolean;
  onContextMenu: (event: MouseEvent) => void;
  /** The button at the end of a row. */
  onButton: (index: number, button: Element) => void;
  menu: ReactNode;
}

interface Surroundings<R> {
  rowActions: RowActions<R> | undefined;
  rowAt: (index: number) => R | undefined;
  cellElement: (cell: ActiveCell) => Element | null;
  focusAt: (cell: ActiveCell) => void;
}

/** One menu for all rows: opened by the button of a row, Shift+F10, the menu key, or the other mouse button. */
export function useRowMenu<R extends { id: string }>({ rowActions, rowAt, cellElement, focusAt }: Surroundings<R>): RowMenuControl {
  const [opened, setOpened] = useState<Opened<R> | null>(null);
  const offered = rowActions !== undefined;
  useEffect(() => (offered ? whenQuiet(RowMenu.preload) : undefined), [offered]);

  const open = (cell: ActiveCell, at: { x: number; y: number }): boolean => {
    const row = rowAt(cell.row);
    if (rowActions === undefined || row === undefined || rowActions(row).actions.length === 0) return false;
    setOpened({ row, cell, at });
    return true;
  };
  const below = (element: Element | null): { x: number; y: number } => {
    const box = element?.getBoundingClientRect();
    return { x: box?.left ?? 0, y: box?.bottom ?? 0 };
  };
  const content = opened === null ? undefined : rowActions?.(opened.row);
  return {
    openAt: (cell) => cell.row >= 0 && open(cell, below(cellElement(cell))),
    onButton: (index, button) => void open({ row: index, column: ACTIONS_COLUMN }, below(button)),
    onContextMenu: (event) => {
      if (!(event.target instanceof Element) || event.target.closest('a,input,textarea') !== null) return;
      // What is marked as text wants the browser's own menu.
      if (globalThis.getSelection()?.isCollapsed === false) return;
      const cell = cellOf(event.target);
      if (cell !== null && open(cell, { x: event.clientX, y: event.clientY })) event.preventDefault();
    },
    menu: opened !== null && content !== undefined && (
      <Suspense fallback={null}>
        <RowMenu
          {...content}
          at={opened.at}
          onClose={() => {
            setOpened(null);
            // Whatever the action opens gives the focus back to the row in the end.
            focusAt(opened.cell);
          }}
        />
      </Suspense>
    ),
  };
}

function cellOf(target: Element): ActiveCell | null {
  const row = Number(target.closest<HTMLElement>('[data-row-index]')?.dataset['rowIndex'] ?? -1);
  const column = target.closest<HTMLElement>('[data-col-id]')?.dataset['colId'];
  return row < 0 || column === undefined ? null : { row, column };
}
