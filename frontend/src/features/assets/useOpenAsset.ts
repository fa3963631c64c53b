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
  close: () => void;
}

/** The drawer, told before the address is. */
export interface AssetPaneHandle {
  show: (row: AssetRow, index: number) => void;
}

/** A walk under way: where the last step leads, and every asset it came by. */
interface Walk {
  at: number;
  passed: Set<string>;
}

/** The drawer's place among the rows: found again for a shared link, walked with next and previous. */
export function useOpenAsset(address: AssetAddress, store: BlockStore<AssetRow>, grid: RefObject<GridHandle | null>, pane: RefObject<AssetPaneHandle | null>): OpenAsset {
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
  useEffect(() => {
    if (found !== null && found !== undefined) grid.current?.revealRow(found, 'center');
  }, [found, grid]);

  const walk = useRef<Walk | null>(null);
  const step = async (by: -1 | 1): Promise<void> => {
    if (open === null) return;
    // Keys come faster than pages are drawn: a step counts from where the last one leads, not from what is shown yet.
    const before = walk.current?.passed.has(open) === true ? walk.current : null;
    const from = before?.at ?? index;
    if (from === null || from + by < 0) return;
    const mine: Walk = { at: from + by, passed: before?.passed ?? new Set([open]) };
    walk.current = mine;
    const row = store.row(mine.at) ?? (await store.rowAt(mine.at));
    if (row === null && walk.current === mine) walk.current = { ...mine, at: from };
    if (row === null || walk.current !== mine) return;
    mine.passed.add(row.id);
    address.setOpen(row.id);
    grid.current?.revealRow(mine.at, 'nearest');
  };

  return {
    index,
    total: store.total?.value ?? 0,
    next: () => void step(1),
    previous: () => void step(-1),
    openRow: (row, place) => {
      walk.current = null;
      pane.current?.show(row, place);
      address.setOpen(row.id);
    },
    close: () => {
      const at = open !== null && walk.current?.passed.has(open) === true ? walk.current.at : index;
      walk.current = null;
      address.setOpen(null);
      if (at !== null) grid.current?.focusRow(at);
    },
  };
}
