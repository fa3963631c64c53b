import type { SortKey } from './types';

/** "-updated,name" and back. */
export function parseSort(text: string | null): SortKey[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.replace(/^-/, '') !== '')
    .map((part) => ({ field: part.replace(/^-/, ''), descending: part.startsWith('-') }));
}

export const printSort = (keys: readonly SortKey[]): string =>
  keys.map((key) => `${key.descending ? '-' : ''}${key.field}`).join(',');

/** Ascending, then descending, then none; with `add` the other keys stay. */
export function cycleSort(keys: readonly SortKey[], field: string, add: boolean): SortKey[] {
  const present = keys.find((key) => key.field === field);
  const others = add ? keys.filter((key) => key.field !== field) : [];
  if (present === undefined) return [...others, { field, descending: false }];
  if (present.descending) return [...others];
  if (!add) return [{ field, descending: true }];
  return keys.map((key) => (key.field === field ? { field, descending: true } : key));
}
