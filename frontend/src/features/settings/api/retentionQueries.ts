import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, unwrapTagged } from '@/shared/api/client';

const key = (tenant: string) => ['tenant', tenant, 'audit', 'retention'] as const;

export const retentionQuery = (tenant: string) =>
  queryOptions({ queryKey: key(tenant), queryFn: ({ signal }) => unwrapTagged(api.GET('/audit/retention', { signal })) });

export const forecastQuery = (tenant: string, days: number) =>
  queryOptions({
    queryKey: [...key(tenant), 'forecast', days] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/audit/retention/forecast', { params: { query: { keep_days: days } }, signal })),
  });

/** Refused when somebody else decided meanwhile. */
export function useRetention(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ days, etag }: { days: number | null; etag: string | null }) =>
      unwrapTagged(api.PATCH('/audit/retention', { params: { header: { 'If-Match': etag ?? '*' } }, body: { keep_days: days } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key(tenant) }),
  });
}
