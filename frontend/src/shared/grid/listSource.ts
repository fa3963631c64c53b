import type { Page } from '@/shared/api/types';
import type { RowSource } from './types';

const PAGE = 500;

/** Lets a cursor-paged list be scrolled like any other: pages are read in order, as far as someone scrolls. */
export function listSource<R extends { id: string }>(
  key: string,
  fetchPage: (cursor: string | undefined, limit: number, signal: AbortSignal) => Promise<Page<R>>,
): RowSource<R> {
  let items: R[] = [];
  let next: string | null | undefined;
  let turn: Promise<void> = Promise.resolve();

  const readUntil = async (end: number, signal: AbortSignal): Promise<void> => {
    while (items.length < end && next !== null) {
      const page = await fetchPage(next, PAGE, signal);
      items = [...items, ...page.items];
      next = page.next_cursor;
    }
  };

  return {
    key,
    async window(start, count, signal) {
      if (start === 0) {
        items = [];
        next = undefined;
      }
      const mine = turn.then(() => readUntil(start + count, signal));
      turn = mine.catch(() => undefined);
      await mine;
      const more = next !== null;
      return {
        rows: items.slice(start, start + count),
        total: { value: more ? items.length + 1 : items.length, relation: more ? 'gte' : 'eq' },
      };
    },
  };
}
