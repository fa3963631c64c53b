import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { AssetRow } from '@/shared/api/types';
import type { RowSource } from '@/shared/grid/types';

export { catalogueQuery } from '@/shared/api/catalogue';

/** Every key of this feature starts here, so one call can invalidate them all. */
export const assetKeys = {
  all: (tenant: string) => ['tenant', tenant, 'assets'] as const,
  detail: (tenant: string, id: string) => [...assetKeys.all(tenant), 'detail', id] as const,
  history: (tenant: string, id: string) => [...assetKeys.all(tenant), 'history', id] as const,
};

export const assetTypesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'asset-types'] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/asset-types', { signal }))).items,
    staleTime: 5 * 60_000,
  });

export const parsedFilterQuery = (tenant: string, text: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'filter', text] as const,
    queryFn: ({ signal }) => unwrap(api.POST('/filters/parse', { body: { text, module: 'assets' }, signal })),
    enabled: text !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });

export const assetQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: assetKeys.detail(tenant, id),
    queryFn: ({ signal }) => unwrap(api.GET('/assets/{id}', { params: { path: { id } }, signal })),
  });

export interface AssetScope {
  tenant: string;
  client?: string | undefined;
  filter: string;
  sort: string;
  /** A frozen selection to stay within. */
  only: string | null;
  /** A past moment to see it at. */
  asOf?: string | null;
}

const windowQuery = ({ client, filter, sort, only, asOf = null }: AssetScope) => ({
  ...(client === undefined ? {} : { client }),
  ...(filter === '' ? {} : { filter }),
  ...(sort === '' ? {} : { sort }),
  ...(only === null ? {} : { selection: only }),
  ...(asOf === null ? {} : { at: asOf }),
});

/** The register as the grid sees it: windows of rows, an exact count on demand, and where a given asset stands. */
export function assetSource(scope: AssetScope, columns: readonly string[]): RowSource<AssetRow> {
  const query = windowQuery(scope);
  const order = JSON.stringify([scope.tenant, query]);
  return {
    key: `${order}${[...columns].sort().join(',')}`,
    orderKey: order,
    setKey: JSON.stringify([scope.tenant, scope.client, scope.filter, scope.only]),
    async window(start, count, signal) {
      const answer = await unwrap(
        api.GET('/assets/rows', { params: { query: { ...query, start, count, columns: columns.join(',') } }, signal }),
      );
      return { rows: answer.rows, total: answer.total, version: answer.version, jump: answer.jump };
    },
    // Of the past only windows can be had.
    ...((scope.asOf ?? null) === null ? presentOnly(query) : {}),
  };
}

const presentOnly = (query: ReturnType<typeof windowQuery>): Pick<RowSource<AssetRow>, 'count' | 'locate' | 'range'> => ({
  count: async (signal) => (await unwrap(api.GET('/assets/count', { params: { query }, signal }))).value,
  locate: async (id, signal) => (await unwrap(api.GET('/assets/locate', { params: { query: { ...query, id } }, signal }))).index,
  range: async (anchor, end, signal) => (await unwrap(api.GET('/assets/range', { params: { query: { ...query, anchor, end } }, signal }))).ids,
});

export async function suggestValues(field: string, text: string, client: string | undefined, signal: AbortSignal) {
  const query = { field, q: text, ...(client === undefined ? {} : { client }) };
  return (await unwrap(api.GET('/assets/suggest', { params: { query }, signal }))).values;
}

export async function searchAssets(text: string, limit: number, signal: AbortSignal) {
  return (await unwrap(api.GET('/assets/search', { params: { query: { q: text, limit } }, signal }))).items;
}

export const countAssets = (filter: string, signal: AbortSignal) => unwrap(api.GET('/assets/count', { params: { query: { filter } }, signal }));

export const mergesQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...assetKeys.all(tenant), 'merges', id] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/assets/{id}/merges', { params: { path: { id } }, signal }))).items,
  });
