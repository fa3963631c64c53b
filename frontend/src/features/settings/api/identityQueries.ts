import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, unwrapTagged } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type JunkEntry = Schemas['JunkRead'];
export type JunkKind = JunkEntry['kind'];
export type JunkPreview = Schemas['JunkPreview'];
export type PairDecision = Schemas['PairDecisionRead'];
export type AcrossClients = Schemas['TenantRead']['identity_across_clients'];

const keys = {
  junk: (tenant: string) => ['tenant', tenant, 'settings', 'junk'] as const,
  decisions: (tenant: string) => ['tenant', tenant, 'settings', 'decisions'] as const,
  tenant: (tenant: string) => ['tenant', tenant, 'settings', 'tenant'] as const,
};

export const junkQuery = (tenant: string, kind: JunkKind, q: string) =>
  queryOptions({
    queryKey: [...keys.junk(tenant), kind, q] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/intake/junk', { params: { query: { kind, q } }, signal })),
    placeholderData: keepPreviousData,
  });

export const junkPreviewQuery = (tenant: string, kind: JunkKind, value: string) =>
  queryOptions({
    queryKey: [...keys.junk(tenant), 'preview', kind, value] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/intake/junk/preview', { params: { query: { kind, value } }, signal })),
    enabled: value !== '',
    retry: false,
  });

export function useJunk(tenant: string) {
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keys.junk(tenant) });
  const say = useMutation({
    mutationFn: (body: { kind: JunkKind; value: string; is_junk: boolean; note: string | null }) => unwrap(api.POST('/intake/junk', { body })),
    onSettled,
  });
  const forget = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/intake/junk/{id}', { params: { path: { id } } })),
    onSettled,
  });
  return { say, forget };
}

export const tenantQuery = (tenant: string) =>
  queryOptions({ queryKey: keys.tenant(tenant), queryFn: ({ signal }) => unwrapTagged(api.GET('/tenant', { signal })) });

/** Refused when somebody else changed the organisation's settings meanwhile. */
export function useAcrossClients(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ choice, etag }: { choice: AcrossClients; etag: string | null }) =>
      unwrapTagged(api.PATCH('/tenant', { params: { header: { 'If-Match': etag ?? '*' } }, body: { identity_across_clients: choice } })),
    onSuccess: (told) => queryClient.setQueryData(keys.tenant(tenant), told),
    onError: () => queryClient.invalidateQueries({ queryKey: keys.tenant(tenant) }),
  });
}

const PAGE = 100;
const firstPage = (): string | null => null;

export const decisionsQuery = (tenant: string, client: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.decisions(tenant), client] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/intake/decisions', {
          params: { query: { limit: PAGE, ...(client === undefined ? {} : { client }), ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
  });

export function useForgetDecisions(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => unwrap(api.POST('/intake/decisions/forget', { body: { ids } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.decisions(tenant) }),
  });
}
