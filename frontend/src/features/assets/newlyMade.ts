import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Asset, AssetRow } from '@/shared/api/types';
import type { BlockStore } from '@/shared/grid/BlockStore';
import type { GridHandle } from '@/shared/grid/gridProps';

/** Whether the list shows it; null when it can't tell. */
type Show = (asset: Asset) => Promise<boolean | null>;

let list: Show | null = null;

/** Has the list on screen show an asset that was just made; null when there is no list. */
export const showInList = async (asset: Asset): Promise<boolean | null> => (await list?.(asset)) ?? null;

/** The asset made last while this list was on screen, once it is among its rows. */
export function useNewlyMade(store: BlockStore<AssetRow>, grid: RefObject<GridHandle | null>): string | null {
  const [made, setMade] = useState<{ id: string; index: number; key: string } | null>(null);
  const latest = useRef(store);
  useEffect(() => {
    latest.current = store;
  }, [store]);
  useEffect(() => {
    const show: Show = async ({ id }) => {
      const now = latest.current;
      await now.reread();
      const index = now.source.locate === undefined ? undefined : await now.source.locate(id, new AbortController().signal).catch(() => undefined);
      if (typeof index === 'number') setMade({ id, index, key: now.source.key });
      return index === undefined ? null : index !== null;
    };
    list = show;
    return () => {
      if (list === show) list = null;
    };
  }, []);
  useEffect(() => {
    if (made !== null) grid.current?.revealRow(made.index, 'center');
  }, [made, grid]);
  return made?.key === store.source.key ? made.id : null;
}
