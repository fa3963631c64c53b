import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { View, ViewList } from '@/shared/api/types';
import { parseSort, printSort } from '@/shared/grid/sort';
import type { SortKey } from '@/shared/grid/types';
import type { BaseLayout } from '@/shared/grid/useGridLayoutPreference';
import { BUILT_IN, useActiveView } from './useActiveView';

type Parts = Readonly<Record<string, string | null>>;

export interface ListAddress {
  module: string;
  /** The parts that narrow this list. */
  names: readonly string[];
  views: ViewList;
  view: View | null;
  base: BaseLayout | null;
  missing: boolean;
  openView: (id: string | null) => void;
  /** A part as the address has it, else the view. */
  get: (name: string) => string | null;
  /** What narrows the list, as a view keeps it: the parts in one order, written like an address. */
  content: string;
  sort: readonly SortKey[];
  sortText: string;
  /** Null takes a part out, of the view too. Walking on replaces, choosing pushes. */
  set: (parts: Parts, how?: 'push' | 'replace') => void;
  setSort: (keys: readonly SortKey[]) => void;
  /** Shows everything there is. */
  clear: () => void;
  /** Back to what the view says. */
  reset: () => void;
}

/** Parts that differ from the empty text, in the list's own order. */
function contentOf(names: readonly string[], get: (name: string) => string | null): string {
  const said = names.flatMap((name) => {
    const value = get(name);
    return value === null || value === '' ? [] : [[name, value]];
  });
  return new URLSearchParams(said).toString();
}

/**
 * The address is the state of a list: what narrows it, its order and the view it is looked at through.
 * A part it lacks is the view's; an empty one is none. `names` are the parts of this list, defined outside the component.
 */
export function useListAddress(module: string, names: readonly string[], views: ViewList): ListAddress {
  const [params, setParams] = useSearchParams();
  const active = useActiveView(views, { names, yields: true });
  const { view, filter } = active;
  const kept = useMemo(() => new URLSearchParams(filter), [filter]);
  const get = (name: string): string | null => {
    const value = params.get(name) ?? (names.includes(name) ? kept.get(name) : null);
    return value === '' ? null : value;
  };
  const sortText = params.get('sort') ?? active.sort;
  const sort = useMemo(() => parseSort(sortText), [sortText]);

  /** Whoever narrows the view that opens first stays in it, and whoever left it does not fall back into it. */
  const named = (next: URLSearchParams): URLSearchParams => {
    if (!next.has('v') && views.default_id !== null) next.set('v', view?.id ?? BUILT_IN);
    return next;
  };
  const set = (parts: Parts, how: 'push' | 'replace' = 'push'): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(parts)) {
          const ofView = name === 'sort' ? active.sort : names.includes(name) ? (kept.get(name) ?? '') : '';
          if ((value ?? '') === ofView) next.delete(name);
          else next.set(name, value ?? '');
        }
        return named(next);
      },
      { replace: how === 'replace' },
    );
  return {
    module,
    names,
    views,
    view,
    base: active.base,
    missing: active.missing,
    openView: active.open,
    get,
    content: contentOf(names, get),
    sort,
    sortText,
    set,
    setSort: (keys) => set({ sort: printSort(keys) }),
    clear: () => set({ open: null, ...Object.fromEntries(names.map((name) => [name, null])) }),
    reset: () =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const name of ['sort', ...names]) next.delete(name);
        return named(next);
      }),
  };
}

/** What a view narrows its list to, in the form in which the address says it. */
export const contentOfView = (names: readonly string[], filter: string): string => {
  const kept = new URLSearchParams(filter);
  return contentOf(names, (name) => kept.get(name));
};
