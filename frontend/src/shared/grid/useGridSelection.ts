import { useRef } from 'react';
import type { BlockStore } from './BlockStore';
import { NO_SELECTION, toggle, toggleAll, withRange } from './selection';
import type { Selection } from './types';

export interface SelectionControl {
  toggleRow: (index: number, range: boolean) => void;
  extendTo: (index: number, from: number) => void;
  toggleVisible: (ids: readonly string[]) => void;
  clear: () => void;
}

/** Ranges start at an anchor and are resolved by the store, so they may cross rows never loaded. */
export function useGridSelection<R extends { id: string }>(
  store: BlockStore<R>,
  selection: Selection,
  change: ((next: Selection) => void) | undefined,
): SelectionControl {
  const anchor = useRef<{ index: number; before: Selection } | null>(null);

  const extend = (index: number, fallback: number): void => {
    anchor.current ??= { index: fallback, before: selection };
    const { index: from, before } = anchor.current;
    void store.idsBetween(from, index).then((ids) => change?.(withRange(before, ids)));
  };

  return {
    toggleRow(index, range) {
      const row = store.row(index);
      if (row === undefined) return;
      if (range && anchor.current !== null) {
        extend(index, index);
        return;
      }
      const next = toggle(selection, row.id);
      anchor.current = { index, before: next };
      change?.(next);
    },
    extendTo: extend,
    toggleVisible(ids) {
      anchor.current = null;
      change?.(toggleAll(selection, ids));
    },
    clear() {
      anchor.current = null;
      change?.(NO_SELECTION);
    },
  };
}
