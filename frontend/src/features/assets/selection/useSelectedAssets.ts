import { useMemo } from 'react';
import type { AssetRow, FieldCatalogue } from '@/shared/api/types';
import { NO_SELECTION } from '@/shared/grid/selection';
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
  const { store, shown } = rows;
  const selected = useAssetSelection(scope, store.source.setKey ?? '', shown.source.setKey ?? '', (before) => address.setList(before.filter, before.only));
  const bulk = useBulk(catalogue, address.asOf === null ? selected.selection : NO_SELECTION, scope);
  useChangesElsewhere(() => store.refresh());
  return { scope, selected, ...bulk };
}
