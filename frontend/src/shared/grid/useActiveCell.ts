import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ActiveCell } from './types';

/** The cell as it is drawn; another one of its row when its column is not. */
export function cellElement(root: HTMLElement | null, { row, column }: ActiveCell): HTMLElement | null {
  const drawn = root?.querySelector(`[data-row-index="${String(row)}"]`);
  return drawn?.querySelector<HTMLElement>(`[data-col-id="${CSS.escape(column)}"]`) ?? drawn?.querySelector<HTMLElement>('[data-col-id]') ?? null;
}

export interface ActiveCellControl {
  active: ActiveCell;
  /** Moves the tab stop and takes focus there. */
  focusCell: (cell: ActiveCell) => void;
  /** Notes where focus already went, by pointer. */
  noteFocus: (target: EventTarget | null) => void;
}

/** The one tab stop of a grid. Focus follows after the cell is drawn, so it may lie outside the window. */
export function useActiveCell(root: RefObject<HTMLElement | null>, first: ActiveCell): ActiveCellControl {
  const [active, setActive] = useState(first);
  const [request, setRequest] = useState(0);
  const handled = useRef(0);

  useLayoutEffect(() => {
    if (handled.current === request) return;
    handled.current = request;
    cellElement(root.current, active)?.focus({ preventScroll: true });
  }, [request, active, root]);

  const focusCell = useCallback((cell: ActiveCell) => {
    setActive(cell);
    setRequest((count) => count + 1);
  }, []);

  const noteFocus = useCallback((target: EventTarget | null) => {
    if (!(target instanceof HTMLElement)) return;
    const column = target.closest<HTMLElement>('[data-col-id]')?.dataset['colId'];
    const row = Number(target.closest<HTMLElement>('[data-row-index]')?.dataset['rowIndex'] ?? Number.NaN);
    if (column === undefined || Number.isNaN(row)) return;
    setActive((before) => (before.row === row && before.column === column ? before : { row, column }));
  }, []);

  return { active, focusCell, noteFocus };
}

/** Runs once the subject has been quiet for a while; used for announcements that must not chatter. */
export function useSettled(callback: () => void, delay: number, subject: unknown): void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), delay);
    return () => clearTimeout(timer);
  }, [subject, delay]);
}
