import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { View, ViewList } from '@/shared/api/types';
import type { BaseLayout } from '@/shared/grid/useGridLayoutPreference';

/** Stands in the address for the list as it was built, where another view would open first. */
export const BUILT_IN = 'all';

export interface ActiveView {
  /** Null for the list as it was built. */
  view: View | null;
  filter: string;
  sort: string;
  /** What the view prescribes of columns and density. */
  base: BaseLayout | null;
  /** The address names a view that is not there (any more), or not shared with this person. */
  missing: boolean;
  open: (id: string | null) => void;
}

interface Own {
  /** The parts of the address that say what the list shows, and go when another view is opened. */
  names: readonly string[];
  /** Whether an address that narrows the list itself means the list as it was built, not the view that opens first. */
  yields?: boolean;
}

/** Which view is looked at: the one in the address, else the one that opens first. */
export function useActiveView(views: ViewList, { names, yields = false }: Own): ActiveView {
  const [params, setParams] = useSearchParams();
  const named = params.get('v');
  const narrowed = yields && names.some((name) => params.has(name));
  const id = named ?? (narrowed ? null : views.default_id);
  const view = useMemo(() => views.items.find((item) => item.id === id) ?? null, [views.items, id]);
  const base = useMemo(() => baseOf(view), [view]);
  return {
    view,
    filter: view?.filter ?? '',
    sort: view?.sort ?? '',
    base,
    missing: named !== null && named !== BUILT_IN && view === null,
    open: (next) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        for (const key of ['v', 'sort', 'open', ...names]) after.delete(key);
        if (next !== null) after.set('v', next);
        else if (views.default_id !== null) after.set('v', BUILT_IN);
        return after;
      }),
  };
}

const baseOf = (view: View | null): BaseLayout | null =>
  view === null
    ? null
    : {
        id: view.id,
        columns: (view.columns ?? []).map((column) => ({ id: column.id, width: column.width ?? 130, visible: column.visible ?? true, pin: column.pin ?? null })),
        density: view.density,
      };
