import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import { assetKeys } from './assetQueries';

const PAGE = 20;
const firstPage = (): string | null => null;

/** What was taken for the asset, the latest first. */
export const decisionsAboutQuery = (tenant: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...assetKeys.all(tenant), 'decisions', id] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/assets/{id}/decisions', {
          params: { path: { id }, query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
  });

/** What people have said of this asset in review. */
export const saidAboutQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...assetKeys.all(tenant), 'said', id] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/intake/decisions', { params: { query: { asset: id, limit: 50 } }, signal }))).items,
  });
