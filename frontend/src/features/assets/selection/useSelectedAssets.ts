import { useMemo } from 'react';
import type { AssetRow, FieldCatalogue } from '@/shared/api/types';
import type { GridRows } from '@/shared/grid/useGridRows';
import { useTenant } from '@/shared/session/tenant';
import { useChangesElsewhere } from '@/shared/undo/recordChanges';
import { useBulk } from '../bulk/useBulk';
import type { AssetAddress } from '../useAssetAddress';
import { useAssetSelection } from './useAssetSelection';

/** The selection of the list that the address describes, and what can be done with it. */
export function useSelectedAssets(catalogue: FieldCatalogue, address: AssetAddress, filter: string, rows: GridRows<AssetRow>) {
  const { client } = useTenant();
  const { only } = address;
  const scope = useMemo(() => ({ client: client?.id, filter, only }), [client?.id, filter, only]);
  const selected = useAssetSelection(scope, rows.store.source.setKey ?? '', (before) => address.setList(before.filter, before.only));
  const bulk = useBulk(catalogue, selected.selection, scope);
  useChangesElsewhere(() => rows.store.refresh());
  return { scope, selected, ...bulk };
}
