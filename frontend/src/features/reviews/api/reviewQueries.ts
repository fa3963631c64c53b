import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { ReviewItem } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

/** Which part of the queue: all of it that waits, or only one kind, one import, or what has been decided. */
export interface ReviewScope {
  client?: string;
  doubt?: string;
  job?: string;
  state?: 'decided';
}

export const reviewKeys = {
  all: (tenant: string) => ['tenant', tenant, 'reviews'] as const,
};
const COUNTED_EVERY_MS = 60_000;

export const reviewsSource = (tenant: string, scope: ReviewScope): RowSource<ReviewItem> =>
  listSource(`reviews:${tenant}:${JSON.stringify(scope)}`, (cursor, limit, signal) =>
    unwrap(api.GET('/intake/reviews', { params: { query: { ...scope, limit: Math.min(limit, 200), ...(cursor ? { cursor } : {}) } }, signal })),
  );

export const reviewQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...reviewKeys.all(tenant), 'one', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/intake/reviews/{id}', { params: { path: { id } }, signal })),
  });

export const reviewCountsQuery = (tenant: string, scope: ReviewScope) =>
  queryOptions({
    queryKey: [...reviewKeys.all(tenant), 'counts', scope] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/intake/reviews/counts', { params: { query: { ...scope } }, signal })),
    refetchInterval: COUNTED_EVERY_MS,
  });
