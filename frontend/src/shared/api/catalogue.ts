import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';

/** The field catalogue of a tenant: every list, form and comparison is drawn from it. */
export const catalogueQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'fields'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/fields', { signal })),
    staleTime: 5 * 60_000,
  });
