import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { parseSort, printSort } from '@/shared/grid/sort';
import { momentIn } from './history/useMoment';
import type { SortKey } from '@/shared/grid/types';

export const DRAWER_TABS = ['overview', 'history', 'identity', 'relations', 'files'] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

export interface AssetAddress {
  filter: string;
  sort: readonly SortKey[];
  sortText: string;
  open: string | null;
  tab: DrawerTab;
  /** A frozen selection that the list is narrowed to, and the job whose problems it holds. */
  only: string | null;
  onlyOfJob: string | null;
  /** The past moment the list is shown at; null is now. The drawer has its own, `at`, and follows this one without it. */
  asOf: string | null;
  setAsOf: (at: string | null) => void;
  setOnly: (selection: string | null) => void;
  setList: (filter: string, only: string | null) => void;
  setFilter: (text: string) => void;
  /** Spells the filter otherwise, as long as the address still says `from`; no step Back would undo. */
  respell: (from: string, to: string) => void;
  setSort: (keys: readonly SortKey[]) => void;
  resetToView: () => void;
  /** The first opening is a step Back can undo; walking on from there is not. */
  setOpen: (id: string | null) => void;
  setTab: (tab: DrawerTab) => void;
}

const tabOf = (text: string | null): DrawerTab => DRAWER_TABS.find((tab) => tab === text) ?? 'overview';

/**
 * The address is the state of the workspace: filter, order, open asset and tab.
 * A filter or order it lacks is the view's; an empty one is none.
 */
export function useAssetAddress(view: { filter: string; sort: string }): AssetAddress {
  const [params, setParams] = useSearchParams();
  const sortText = params.get('sort') ?? view.sort;
  const sort = useMemo(() => parseSort(sortText), [sortText]);
  const open = params.get('open');

  // The address is drawn later than it is changed, and what is changed meanwhile must not undo it.
  const latest = useRef(params);
  useLayoutEffect(() => {
    latest.current = params;
  }, [params]);
  const change = useCallback(
    (edits: Record<string, string | null>, replace: boolean) => {
      const next = new URLSearchParams(latest.current);
      for (const [key, value] of Object.entries(edits)) {
        if (value === null) next.delete(key);
        else next.set(key, value);
      }
      latest.current = next;
      setParams(next, { replace });
    },
    [setParams],
  );

  const respell = useCallback((from: string, to: string) => latest.current.get('q') === from && change({ q: to }, true), [change]);

  return {
    filter: params.get('q') ?? view.filter,
    sort,
    sortText,
    open,
    tab: tabOf(params.get('tab')),
    only: params.get('only'),
    onlyOfJob: params.get('job'),
    asOf: momentIn(params, 'asof'),
    setAsOf: (at) => change({ asof: at, at: null }, false),
    setOnly: (selection) => change({ only: selection, job: null, ...(selection === null ? {} : { q: view.filter === '' ? null : '' }) }, false),
    setList: (filter, only) => change({ q: filter === view.filter ? null : filter, only }, false),
    setFilter: (text) => change({ q: text === view.filter ? null : text }, false),
    respell,
    setSort: (keys) => change({ sort: printSort(keys) === view.sort ? null : printSort(keys) }, false),
    resetToView: () => change({ q: null, sort: null }, false),
    setOpen: (id) => change(id === null ? { open: null, tab: null, at: null } : { open: id }, latest.current.has('open') && id !== null),
    setTab: (tab) => change({ tab: tab === 'overview' ? null : tab, at: null }, false),
  };
}
