import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { DeletedAsset } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource, Selection } from '@/shared/grid/types';

/** Which deleted assets: of a client, matching a text, deleted since a moment. */
export interface DeletedScope {
  client?: string;
  q?: string;
  from?: string;
}

/** The list as the grid reads it; all of it can be chosen, whether or not it was read. */
export function deletedSource(tenant: string, scope: DeletedScope, revision: number): RowSource<DeletedAsset> {
  const key = JSON.stringify(['deleted', tenant, scope]);
  const source = listSource<DeletedAsset>(`${key}${String(revision)}`, (cursor, limit, signal) =>
    unwrap(api.GET('/deleted-assets', { params: { query: { ...scope, limit, ...(cursor === undefined ? {} : { cursor }) } }, signal })),
  );
  return {
    ...source,
    orderKey: key,
    setKey: key,
    count: async (signal) => (await unwrap(api.GET('/deleted-assets/count', { params: { query: { ...scope } }, signal }))).value,
  };
}

export const deletedCountQuery = (tenant: string, scope: DeletedScope) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'deleted-assets', 'count', scope] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/deleted-assets/count', { params: { query: { ...scope } }, signal })),
  });

/** One of them, for whoever comes by a link. */
export const deletedAssetQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'deleted-assets', 'one', id] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/deleted-assets', { params: { query: { id } }, signal }))).items[0] ?? null,
  });

/** These ids, or all that match without some. */
function chosen(scope: DeletedScope, selection: Selection) {
  const { q, from, client } = scope;
  if (selection.mode === 'ids') return { ids: [...selection.ids] };
  return {
    exclude: [...selection.exclude],
    ...(q === undefined ? {} : { text: q }),
    ...(from === undefined ? {} : { since: from }),
    ...(client === undefined ? {} : { client }),
  };
}

/** What stands in the way of bringing back what is chosen. */
export const lookQuery = (tenant: string, scope: DeletedScope, selection: Selection) => {
  const body = chosen(scope, selection);
  return queryOptions({
    queryKey: ['tenant', tenant, 'deleted-assets', 'look', body] as const,
    queryFn: ({ signal }) => unwrap(api.POST('/deleted-assets/look', { body, signal })),
  });
};

/** Brings back what is chosen. */
export function restoreDeleted(scope: DeletedScope, selection: Selection) {
  const body = chosen(scope, selection);
  return unwrap(api.POST('/deleted-assets/restore', { params: { header: { 'Idempotency-Key': crypto.randomUUID() } }, body }));
}
