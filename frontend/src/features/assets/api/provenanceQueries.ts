import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrapTagged } from '@/shared/api/client';
import type { Provenance } from '@/shared/api/provenance';
import { assetKeys } from './assetQueries';

export interface Told {
  data: Provenance;
  etag: string | null;
}

export const provenanceKey = (tenant: string, id: string) => [...assetKeys.all(tenant), 'provenance', id] as const;

/** Also stale when the asset was written: `version` is part of the question. */
export const provenanceQuery = (tenant: string, id: string, version: number) =>
  queryOptions({
    queryKey: [...provenanceKey(tenant, id), version] as const,
    queryFn: ({ signal }) => unwrapTagged(api.GET('/assets/{id}/provenance', { params: { path: { id } }, signal })),
  });

export type ProvenanceWrite =
  | { what: 'lock'; field: string; reason: string }
  | { what: 'unlock'; field: string }
  | { what: 'take'; field: string; source: string };

/** Locks, unlocks and takes other values, if nobody did so since the provenance was read. */
export function useWriteProvenance(tenant: string, id: string, etag: string | null) {
  const queryClient = useQueryClient();
  return useMutation<Told, Error, ProvenanceWrite>({
    mutationFn: (wanted) => {
      const params = { path: { id, field: wanted.field }, header: { 'If-Match': etag ?? '*' } };
      switch (wanted.what) {
        case 'lock':
          return unwrapTagged(api.PUT('/assets/{id}/locks/{field}', { params, body: { reason: wanted.reason } }));
        case 'unlock':
          return unwrapTagged(api.DELETE('/assets/{id}/locks/{field}', { params }));
        case 'take':
          return unwrapTagged(api.POST('/assets/{id}/provenance/{field}/take', { params, body: { source: wanted.source } }));
      }
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: provenanceKey(tenant, id) }),
        queryClient.invalidateQueries({ queryKey: assetKeys.detail(tenant, id) }),
        queryClient.invalidateQueries({ queryKey: assetKeys.history(tenant, id) }),
      ]),
  });
}
