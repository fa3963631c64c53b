import { useEffect, type RefObject } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Asset, AssetRow, FieldValue } from '@/shared/api/types';
import type { BlockStore } from '@/shared/grid/BlockStore';
import type { GridHandle } from '@/shared/grid/gridProps';
import { valueOf } from './fieldValue';
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
  rowFrom: (asset: Asset, row: AssetRow) => Record<string, Exclude<FieldValue, undefined>>;
}

/** The drawer's place among the rows: found again for a shared link, walked with next and previous. */
export function useOpenAsset(address: AssetAddress, store: BlockStore<AssetRow>, grid: RefObject<GridHandle | null>): OpenAsset {
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
    if (found !== null && found !== undefined) grid.current?.revealRow(found);
  }, [found, grid]);

  const walkTo = async (place: number): Promise<void> => {
    const row = await store.rowAt(place);
    if (row === null) return;
    address.setOpen(row.id);
    grid.current?.revealRow(place);
  };

  return {
    index,
    total: store.total?.value ?? 0,
    next: () => {
      if (index !== null) void walkTo(index + 1);
    },
    previous: () => {
      if (index !== null && index > 0) void walkTo(index - 1);
    },
    openRow: (row) => address.setOpen(row.id),
    close: () => {
      address.setOpen(null);
      if (index !== null) grid.current?.focusRow(index);
    },
    rowFrom: (asset, row) => {
      const next: Record<string, Exclude<FieldValue, undefined>> = { version: asset.version };
      for (const field of Object.keys(row)) {
        const value = valueOf(asset, field);
        const shown = value === undefined || field === 'id' ? undefined : toFieldValue(value);
        if (shown !== undefined) next[field] = shown;
      }
      return next;
    },
  };
}

function toFieldValue(value: unknown): FieldValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string');
  if (typeof value === 'object' && 'id' in value && 'label' in value) {
    const { id, label } = value;
    if (typeof id === 'string' && typeof label === 'string') return { id, label };
  }
  return undefined;
}
