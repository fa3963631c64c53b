import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, unwrapTagged } from '@/shared/api/client';
import type { PrecedenceRule } from '@/shared/api/provenance';

const key = (tenant: string) => ['tenant', tenant, 'settings', 'precedence'] as const;

export const precedenceQuery = (tenant: string, clientId: string | null) =>
  queryOptions({
    queryKey: [...key(tenant), clientId] as const,
    queryFn: ({ signal }) =>
      unwrapTagged(
        api.GET('/reconciliation/precedence', { params: { query: clientId === null ? {} : { client_id: clientId } }, signal }),
      ),
  });

export interface RulesWrite {
  clientId: string | null;
  rules: PrecedenceRule[];
  etag: string | null;
}

/** Replaces the rules of all clients or of one, if nobody did so since they were read. */
export function useSavePrecedence(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ clientId, rules, etag }: RulesWrite) =>
      unwrapTagged(
        api.PUT('/reconciliation/precedence', {
          params: { header: { 'If-Match': etag ?? '*' } },
          body: { client_id: clientId, rules },
        }),
      ),
    onSuccess: (saved, { clientId }) => {
      queryClient.setQueryData([...key(tenant), clientId], saved);
      return queryClient.invalidateQueries({ queryKey: key(tenant) });
    },
  });
}

export const previewQuery = (tenant: string, assetId: string, clientId: string | null, rules: PrecedenceRule[]) =>
  queryOptions({
    queryKey: [...key(tenant), 'preview', assetId, clientId, rules] as const,
    queryFn: ({ signal }) =>
      unwrap(
        api.POST('/reconciliation/precedence/preview', { body: { asset_id: assetId, client_id: clientId, rules }, signal }),
      ),
  });

export const assetSearchQuery = (tenant: string, text: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'settings', 'asset-search', text] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/assets/search', { params: { query: { q: text, limit: 20 } }, signal }))).items,
    enabled: text !== '',
  });
