import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { Job, RetryWish } from '@/shared/api/types';

/** The cause under which a bulk change tells what it left because somebody had changed it. */
export const CHANGED_MEANWHILE = 'changed_since_look';

const initialCursor = (): string | null => null;

/** What a bulk change left because somebody had changed it since the preview, as it stands now. */
export const bulkConflictsQuery = (tenant: string, job: string) =>
  infiniteQueryOptions({
    queryKey: ['tenant', tenant, 'bulk-conflicts', job] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/bulk/{id}/conflicts', { params: { path: { id: job }, query: pageParam === null ? {} : { cursor: pageParam } }, signal })),
    initialPageParam: initialCursor(),
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    gcTime: 0,
  });

/** Whether there is something to decide about a bulk change that has ended. */
export async function hasConflicts(job: Job): Promise<boolean> {
  if ((job.counters['skipped'] ?? 0) === 0) return false;
  const problems = await unwrap(api.GET('/jobs/{id}/problems', { params: { path: { id: job.id } } }));
  return problems.items.some((each) => each.code === CHANGED_MEANWHILE);
}

export const retryWith = (job: string, wish: RetryWish): Promise<Job> => unwrap(api.POST('/jobs/{id}/retry', { params: { path: { id: job } }, body: wish }));
