import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { BlockStore } from './BlockStore';
import type { RowSource } from './types';

export interface GridRows<R extends { id: string }> {
  /** The result set asked for. */
  store: BlockStore<R>;
  /** What to draw: the former set, dimmed, until the asked-for one has answered. */
  shown: BlockStore<R>;
  stale: boolean;
}

interface Held<R extends { id: string }> {
  store: BlockStore<R>;
  former: BlockStore<R> | null;
}

export function useGridRows<R extends { id: string }>(source: RowSource<R>): GridRows<R> {
  const [held, setHeld] = useState<Held<R>>(() => ({ store: new BlockStore(source), former: null }));
  let { store, former } = held;
  if (store.source.key !== source.key) {
    former = store.hasRows ? store : former;
    store = new BlockStore(source);
    setHeld({ store, former });
  }
  useSyncExternalStore(store.subscribe, store.outline);

  useEffect(() => {
    store.begin();
    return () => store.dispose();
  }, [store]);

  const answered = store.hasRows || store.failure !== null;
  const shown = answered || former === null ? store : former;
  return useMemo(() => ({ store, shown, stale: shown !== store }), [store, shown]);
}

/** Draws again with every row that arrives, for what looks at single rows; `useGridRows` alone follows the list as a whole. */
export function useEveryRow<R extends { id: string }>(store: BlockStore<R>): void {
  useSyncExternalStore(store.subscribe, store.revision);
}
