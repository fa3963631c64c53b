import { useEffect } from 'react';
import { useLocation } from 'react-router';

const keyOf = (path: string): string => `quarterdeck.list.${path}`;

/** Keeps how a list is looked at, for as long as the window lives. */
export function useRememberedPlace(): void {
  const { pathname, search } = useLocation();
  useEffect(() => sessionStorage.setItem(keyOf(pathname), search), [pathname, search]);
}

/** The address of a list as it was left, with this row open: the same view, and the same place in it. */
export function placeInList(path: string, open: string): string {
  const params = new URLSearchParams(sessionStorage.getItem(keyOf(path)) ?? '');
  for (const key of ['tab', 'at']) params.delete(key);
  params.set('open', open);
  return `${path}?${params.toString()}`;
}
