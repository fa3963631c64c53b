import type { Selection } from './types';

/** The most ids a hand-made selection may hold; beyond it the server keeps the set. */
export const MAX_SELECTED = 10_000;

export const NO_SELECTION: Selection = { mode: 'ids', ids: new Set() };

export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { mode: 'ids', ids };
}

/** Adds a range to what was selected before the range began, so shrinking a range lets go of rows again. */
export function withRange(before: Selection, range: readonly string[]): Selection {
  const ids = new Set(before.ids);
  for (const id of range) {
    if (ids.size >= MAX_SELECTED) break;
    ids.add(id);
  }
  return { mode: 'ids', ids };
}

/** All of them chosen: let go of all. Otherwise choose all. */
export function toggleAll(selection: Selection, visible: readonly string[]): Selection {
  const ids = new Set(selection.ids);
  const allChosen = visible.length > 0 && visible.every((id) => ids.has(id));
  for (const id of visible) {
    if (allChosen) ids.delete(id);
    else if (ids.size < MAX_SELECTED) ids.add(id);
  }
  return { mode: 'ids', ids };
}

export function checkedState(selection: Selection, visible: readonly string[]): 'all' | 'some' | 'none' {
  const chosen = visible.filter((id) => selection.ids.has(id)).length;
  if (chosen === 0) return 'none';
  return chosen === visible.length ? 'all' : 'some';
}
