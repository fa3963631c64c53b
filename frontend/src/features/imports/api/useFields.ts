import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';

export const useFields = (tenant: string) =>
  useQuery({
    queryKey: ['tenant', tenant, 'fields'],
    queryFn: ({ signal }) => unwrap(api.GET('/fields', { signal })),
    staleTime: 5 * 60_000,
  });
