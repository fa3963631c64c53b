import { useEffect, useRef, type RefObject } from 'react';
import type { CheckRowItem } from '../../api/importQueries';
import { hasError } from '../../checkMarks';
import type { GridRows } from '@/shared/grid/useGridRows';

interface ErrorWalk {
  rows: GridRows<CheckRowItem>;
  /** Where the person stands in the grid. */
  at: RefObject<number>;
  onFound: (row: CheckRowItem, index: number) => void;
  onNone: () => void;
}

const FAR = 20_000;

/** F8 and Shift+F8: to the next row that holds an error, from anywhere in the step, also while typing. */
export function useErrorWalk(walk: ErrorWalk): (direction: 1 | -1) => Promise<void> {
  const latest = useRef(walk);
  useEffect(() => {
    latest.current = walk;
  });
  const go = useRef(async (direction: 1 | -1): Promise<void> => {
    const { rows, at, onFound, onNone } = latest.current;
    const found = (await search(rows, at.current + direction, direction)) ?? (direction === 1 ? await search(rows, 0, 1) : null);
    if (found === null) onNone();
    else onFound(found.row, found.index);
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F8' || document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      event.preventDefault();
      event.stopPropagation();
      void go.current(event.shiftKey ? -1 : 1);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);
  return (direction) => go.current(direction);
}

async function search(rows: GridRows<CheckRowItem>, from: number, direction: 1 | -1) {
  for (let index = from, steps = 0; index >= 0 && steps < FAR; index += direction, steps += 1) {
    const row = await rows.shown.rowAt(index);
    if (row === null) return null;
    if (hasError(row)) return { row, index };
  }
  return null;
}
