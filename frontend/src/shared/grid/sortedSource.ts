import type { GridColumn, RowSource, SortKey } from './types';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Emptiness stands last, whichever way the rest goes. */
function compare(one: string | number, other: string | number, descending: boolean): number {
  if (one === '' || other === '') return Number(one === '') - Number(other === '');
  const ascending = typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(String(one), String(other));
  return descending ? -ascending : ascending;
}

/** The keys that name a column this list can be sorted by. */
const usable = <R>(columns: readonly GridColumn<R>[], sort: readonly SortKey[]) =>
  sort.flatMap(({ field, descending }) => {
    const column = columns.find((each) => each.id === field && each.sortable === true);
    return column === undefined ? [] : [{ column, descending }];
  });

/** A short list in an order its server does not offer: read whole, then sorted here. */
export function sortedSource<R extends { id: string }>(source: RowSource<R>, columns: readonly GridColumn<R>[], sort: readonly SortKey[]): RowSource<R> {
  const keys = usable(columns, sort);
  if (keys.length === 0) return source;
  const order = keys.map(({ column, descending }) => `${descending ? '-' : ''}${column.id}`).join(',');
  let all: readonly R[] = [];
  const by = (one: R, other: R): number => {
    for (const { column, descending } of keys) {
      const value = (row: R) => column.sortValue?.(row) ?? column.text(row);
      const difference = compare(value(one), value(other), descending);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return {
    ...source,
    key: `${source.key}~${order}`,
    orderKey: `${source.orderKey ?? source.key}~${order}`,
    async window(start, count, signal) {
      if (start === 0) all = [...(await source.window(0, Number.MAX_SAFE_INTEGER, signal)).rows].sort(by);
      return { rows: all.slice(start, start + count), total: { value: all.length, relation: 'eq' } };
    },
  };
}
