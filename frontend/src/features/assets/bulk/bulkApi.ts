import { useMutation, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { BulkOperation } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';

type BulkRequest = JsonBody<paths['/bulk']['post']>;

/** What the operation would do to the frozen selection; asked again whenever the operation changes. */
export function useBulkPreview(selection: string, operation: BulkOperation | null) {
  const { slug } = useTenant();
  return useQuery({
    queryKey: ['tenant', slug, 'bulk-preview', selection, JSON.stringify(operation)],
    queryFn: ({ signal }) =>
      operation === null ? Promise.reject(new Error('nothing to preview')) : unwrap(api.POST('/bulk/preview', { body: { selection, operation }, signal })),
    enabled: operation !== null,
    staleTime: 30_000,
    retry: false,
  });
}

export const useStartBulk = () =>
  useMutation({
    mutationFn: ({ body, key }: { body: BulkRequest; key: string }) =>
      unwrap(api.POST('/bulk', { params: { header: { 'Idempotency-Key': key } }, body })),
  });
