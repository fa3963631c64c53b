import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePreference } from '@/shared/session/preferences';

/** Rows of a page, or none: the list is scrolled. */
export type PageSize = 50 | 100 | 200 | null;

export const PAGE_SIZES: readonly PageSize[] = [null, 50, 100, 200];

/** A finger finds pages easier than a scrollbar of a million rows. */
const usual = (): PageSize => (globalThis.matchMedia('(pointer: coarse)').matches ? 100 : null);

export const readPageSize = (value: unknown): PageSize => {
  if (value === 'scroll') return null;
  return PAGE_SIZES.find((size) => size !== null && size === value) ?? usual();
};

export const usePageSize = (): [PageSize, (size: PageSize) => void] => {
  const [size, change] = usePreference('grid.pageSize', readPageSize);
  return [size, (next) => change(next ?? 'scroll')];
};

export interface Paging {
  size: number;
  page: number;
  pages: number;
  /** The first row of the page, and how many it holds. */
  first: number;
  rows: number;
  turnTo: (page: number) => void;
  /** Turns to the page of a row. */
  show: (row: number) => void;
}

const pageIn = (params: URLSearchParams): number => Math.max(0, Math.floor(Number(params.get('page') ?? 1)) - 1 || 0);

/** The page that is shown, kept in the address for as long as the order of the list stays. */
export function usePaging(size: PageSize, count: number, orderKey: string, isKnown: boolean): Paging | null {
  const [params, setParams] = useSearchParams();
  const [held, setHeld] = useState({ key: isKnown ? orderKey : null, page: pageIn(params) });
  if (isKnown && held.key !== orderKey) setHeld({ key: orderKey, page: held.key === null ? held.page : 0 });
  const mustForget = held.page === 0 && params.has('page');
  const latest = useRef(setParams);
  useEffect(() => {
    latest.current = setParams;
  });
  useEffect(() => {
    if (mustForget) latest.current((before) => withPage(before, 0), { replace: true });
  }, [mustForget]);
  if (size === null) return null;
  const pages = Math.max(1, Math.ceil(count / size));
  const page = Math.min(held.page, pages - 1);
  const turnTo = (next: number): void => {
    const inside = Math.min(Math.max(next, 0), pages - 1);
    setHeld({ key: held.key, page: inside });
    setParams((before) => withPage(before, inside), { replace: true });
  };
  const first = page * size;
  return { size, page, pages, first, rows: Math.min(size, Math.max(0, count - first)), turnTo, show: (row) => turnTo(Math.floor(row / size)) };
}

function withPage(before: URLSearchParams, page: number): URLSearchParams {
  const next = new URLSearchParams(before);
  if (page === 0) next.delete('page');
  else next.set('page', String(page + 1));
  return next;
}
