import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { SelectionToken } from '@/shared/api/types';
import type { Selection } from '@/shared/grid/types';

/** The list a selection was made in. */
export interface SelectionScope {
  client: string | undefined;
  filter: string;
  only: string | null;
}

/** Freezes what is selected: whatever is done to the token touches these assets and no other. */
export function freezeSelection(selection: Selection, scope: SelectionScope): Promise<SelectionToken> {
  const client = scope.client === undefined ? {} : { client: scope.client };
  const body =
    selection.mode === 'ids'
      ? { mode: 'ids' as const, ids: [...selection.ids], ...client }
      : {
          mode: 'all' as const,
          exclude: [...selection.exclude],
          ...client,
          ...(scope.filter === '' ? {} : { filter: scope.filter }),
          ...(scope.only === null ? {} : { within: scope.only }),
        };
  return unwrap(api.POST('/selections', { body }));
}

/** How many of the chosen rows the present list leaves out, and the token to look at them all. */
export async function hiddenOf(selection: Selection, scope: SelectionScope, signal: AbortSignal) {
  const token = await freezeSelection(selection, scope);
  const query = {
    selection: token.id,
    ...(scope.client === undefined ? {} : { client: scope.client }),
    ...(scope.filter === '' ? {} : { filter: scope.filter }),
  };
  const shown = await unwrap(api.GET('/assets/count', { params: { query }, signal }));
  return { token: token.id, hidden: token.count - shown.value };
}

export const selectionQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'selection', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/selections/{id}', { params: { path: { id } }, signal })),
    staleTime: 60_000,
    retry: false,
  });
