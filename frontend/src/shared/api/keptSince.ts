import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';

/** Since when all changes are kept; null while nothing is ever removed. */
export const keptSinceQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'kept-since'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/history/kept-since', { signal })),
    staleTime: 60_000,
  });
