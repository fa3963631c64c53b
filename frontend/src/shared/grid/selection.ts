import type { Selection } from './types';

/** The most ids a hand-made selection may hold; beyond it choose all that match. */
export const MAX_SELECTED = 10_000;
/** The most rows that may be left out of all that match. */
export const MAX_EXCLUDED = 1_000;

const NONE: ReadonlySet<string> = new Set();
export const NO_SELECTION: Selection = { mode: 'ids', ids: NONE };

/** All rows of the set named `of`, wherever they are. */
export const allOf = (of: string): Selection => ({ mode: 'all', of, exclude: NONE });

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.mode === 'ids' ? selection.ids.has(id) : !selection.exclude.has(id);

export const isEmpty = (selection: Selection): boolean => selection.mode === 'ids' && selection.ids.size === 0;

/** The ids chosen one by one; none when all that match are. */
export const idsOf = (selection: Selection): ReadonlySet<string> => (selection.mode === 'ids' ? selection.ids : NONE);

export const countOf = (selection: Selection, total: number): number =>
  selection.mode === 'ids' ? selection.ids.size : Math.max(0, total - selection.exclude.size);

/** Null when the limit is reached: nothing is ever left out in silence. */
export function toggle(selection: Selection, id: string): Selection | null {
  if (selection.mode === 'all') {
    const exclude = new Set(selection.exclude);
    if (!exclude.delete(id)) exclude.add(id);
    return exclude.size > MAX_EXCLUDED ? null : { ...selection, exclude };
  }
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return ids.size > MAX_SELECTED ? null : { mode: 'ids', ids };
}

/** Adds a range to what was selected before the range began, so shrinking a range lets go of rows again. */
export function withRange(before: Selection, range: readonly string[]): Selection | null {
  if (before.mode === 'all') {
    const exclude = new Set(before.exclude);
    for (const id of range) exclude.delete(id);
    return { ...before, exclude };
  }
  const ids = new Set([...before.ids, ...range]);
  return ids.size > MAX_SELECTED ? null : { mode: 'ids', ids };
}

/** What was not chosen. Null when that can't be said within the limits. */
export function inverted(selection: Selection, of: string): Selection | null {
  if (selection.mode === 'all') return { mode: 'ids', ids: selection.exclude };
  return selection.ids.size > MAX_EXCLUDED ? null : { mode: 'all', of, exclude: selection.ids };
}

export function checkedState(selection: Selection, total: number): 'all' | 'some' | 'none' {
  if (isEmpty(selection)) return 'none';
  return countOf(selection, total) >= total && total > 0 ? 'all' : 'some';
}
