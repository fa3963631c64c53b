import { useEffect, useRef, type RefObject } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { AssetRow } from '@/shared/api/types';
import type { BlockStore } from '@/shared/grid/BlockStore';
import type { GridHandle } from '@/shared/grid/gridProps';
import type { AssetAddress } from './useAssetAddress';

export interface AssetWalk {
  /** Place in grid order; null while unknown or when the filter leaves the asset out. */
  index: number | null;
  total: number;
  next: () => void;
  previous: () => void;
}

export interface OpenAsset extends AssetWalk {
  openRow: (row: AssetRow, index: number) => void;
  /** Shown beside the list, which keeps the focus. */
  peekRow: (row: AssetRow, index: number) => void;
  close: () => void;
}

/** The drawer, told before the address is. */
export interface AssetPaneHandle {
  show: (row: AssetRow, index: number, peek?: boolean) => void;
}

/** Where the drawer was told to be: the address, and with it `open`, follows a little later. */
interface Walk {
  store: BlockStore<AssetRow>;
  at: number;
  /** What the drawer shows when the walk has arrived; null while the row of the last step is on its way. */
  reached: string | null;
  /** All that the address may still say until then, null for a drawer that was closed. */
  passed: Set<string | null>;
}

/** The drawer's place among the rows: found again for a shared link, walked with next and previous. */
export function useOpenAsset(address: Pick<AssetAddress, 'open' | 'setOpen'>, store: BlockStore<AssetRow>, grid: RefObject<GridHandle | null>, pane: RefObject<AssetPaneHandle | null>): OpenAsset {
  const { open } = address;
  const loaded = open === null ? null : store.indexOf(open);
  const { source } = store;
  const located = useQuery({
    queryKey: ['locate', source.orderKey ?? source.key, open],
    queryFn: ({ signal }) => source.locate?.(open ?? '', signal) ?? Promise.resolve(null),
    enabled: open !== null && loaded === null && store.hasRows,
    staleTime: 30_000,
    retry: false,
  });
  const index = loaded ?? located.data ?? null;
  const found = located.data;
  /** The asset whose row was on the screen already: scrolling away from it is no reason to be taken back. */
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (loaded === null && found !== null && found !== undefined && seen.current !== open) grid.current?.revealRow(found, 'center');
    if (loaded !== null || (found !== null && found !== undefined)) seen.current = open;
  }, [loaded, found, open, grid]);

  const walk = useRef<Walk | null>(null);
  useEffect(() => {
    if (walk.current?.reached === open) walk.current.passed = new Set([open]);
  }, [open]);
  /** Keys come faster than pages are drawn: a step counts from where the last one leads, not from what is shown yet. */
  const place = (): number | null => {
    const latest = walk.current;
    if (latest?.store !== store || !latest.passed.has(open)) return index;
    return latest.reached === open ? (index ?? latest.at) : latest.at;
  };
  const step = async (by: -1 | 1): Promise<void> => {
    const from = place();
    if (from === null || from + by < 0 || from + by >= (store.total?.value ?? Number.POSITIVE_INFINITY)) return;
    const passed = walk.current?.passed.has(open) === true ? walk.current.passed : new Set([open]);
    const mine: Walk = { store, at: from + by, reached: null, passed };
    walk.current = mine;
    const row = store.row(mine.at) ?? (await store.rowAt(mine.at));
    if (walk.current !== mine) return;
    if (row === null) {
      walk.current = null;
      return;
    }
    mine.reached = row.id;
    mine.passed.add(row.id);
    address.setOpen(row.id);
    grid.current?.revealRow(mine.at, 'nearest');
  };

  const show = (row: AssetRow, at: number, peek: boolean): void => {
    walk.current = { store, at, reached: row.id, passed: new Set([open, row.id]) };
    pane.current?.show(row, at, peek);
    address.setOpen(row.id);
  };

  return {
    index,
    total: store.total?.value ?? 0,
    next: () => void step(1),
    previous: () => void step(-1),
    openRow: (row, at) => show(row, at, false),
    peekRow: (row, at) => show(row, at, true),
    close: () => {
      const at = place();
      walk.current = null;
      address.setOpen(null);
      if (at !== null) grid.current?.focusRow(at);
    },
  };
}
