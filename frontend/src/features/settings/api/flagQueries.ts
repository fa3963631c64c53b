import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { FlagRow, FlagSwitch } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

export type FlagChange = JsonBody<paths['/flags/{key}']['put']>;

const keys = {
  all: (tenant: string) => ['tenant', tenant, 'flags'] as const,
  history: (tenant: string, key: string) => [...keys.all(tenant), 'history', key] as const,
};

export const flagsQuery = (tenant: string) =>
  queryOptions({
    queryKey: keys.all(tenant),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/flags', { signal }))).items,
  });

export const flagHistoryQuery = (tenant: string, key: string) =>
  queryOptions({
    queryKey: keys.history(tenant, key),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/flags/{key}/history', { params: { path: { key } }, signal }))).items,
  });

export function flagRowSource(tenant: string, q: string, round: number): RowSource<FlagRow> {
  const key = `flags:${tenant}:${q}`;
  const list = listSource<FlagRow>(`${key}:${String(round)}`, (cursor, limit, signal) =>
    unwrap(api.GET('/flags/rows', { params: { query: { limit, ...(cursor === undefined ? {} : { cursor }), ...(q === '' ? {} : { q }) } }, signal })),
  );
  return { ...list, orderKey: key };
}

interface Switching {
  flag: FlagSwitch;
  body: FlagChange;
  /** Other than the version that was read: after somebody else's change was shown. */
  version?: number;
}

export function useSwitch(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ flag, body, version = flag.version }: Switching) =>
      unwrap(api.PUT('/flags/{key}', { params: { path: { key: flag.key }, header: { 'If-Match': etagOf(version) } }, body })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.all(tenant) });
      await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'context'] });
    },
  });
}
