import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { View, ViewList } from '@/shared/api/types';

/** Stands in the address for the list as it was built, where another view would open first. */
const BUILT_IN = 'all';

export interface ActiveView {
  /** Null for the list as it was built. */
  view: View | null;
  filter: string;
  sort: string;
  /** The address names a view that is not there (any more), or not shared with this person. */
  missing: boolean;
  open: (id: string | null) => void;
}

/** Which view is looked at: the one in the address, else the one that opens first. */
export function useActiveView(views: ViewList): ActiveView {
  const [params, setParams] = useSearchParams();
  const named = params.get('v');
  const id = named ?? views.default_id;
  const view = useMemo(() => views.items.find((item) => item.id === id) ?? null, [views.items, id]);
  return {
    view,
    filter: view?.filter ?? '',
    sort: view?.sort ?? '',
    missing: named !== null && named !== BUILT_IN && view === null,
    open: (next) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        for (const key of ['v', 'q', 'sort', 'open', 'tab']) after.delete(key);
        if (next !== null) after.set('v', next);
        else if (views.default_id !== null) after.set('v', BUILT_IN);
        return after;
      }),
  };
}
