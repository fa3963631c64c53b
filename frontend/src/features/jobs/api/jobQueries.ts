import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { api, unwrap } from '@/shared/api/client';
import { isEnded } from '@/shared/api/jobState';
import type { Job } from '@/shared/api/types';
import { problemTitle } from '@/shared/ui/problemText';

export const jobKeys = {
  all: (tenant: string) => ['tenant', tenant, 'jobs'] as const,
  recent: (tenant: string) => [...jobKeys.all(tenant), 'recent'] as const,
  detail: (tenant: string, id: string) => [...jobKeys.all(tenant), 'detail', id] as const,
  problems: (tenant: string, id: string) => [...jobKeys.all(tenant), 'problems', id] as const,
  errors: (tenant: string, id: string) => [...jobKeys.all(tenant), 'errors', id] as const,
};

const POLL_MS = 10_000;

/** The newest jobs; polled, because the stream only tells what changes. */
export const recentJobsQuery = (tenant: string) =>
  queryOptions({
    queryKey: jobKeys.recent(tenant),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/jobs', { params: { query: { limit: 20 } }, signal }))).items,
    refetchInterval: POLL_MS,
  });

export const jobQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: jobKeys.detail(tenant, id),
    queryFn: ({ signal }) => unwrap(api.GET('/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data !== undefined && isEnded(query.state.data) ? false : 2_000),
  });

/** The first items of one cause. */
export const jobErrorsQuery = (tenant: string, id: string, code: string) =>
  queryOptions({
    queryKey: [...jobKeys.errors(tenant, id), code],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/jobs/{id}/errors', { params: { path: { id }, query: { code, limit: 5 } }, signal })),
  });

/** What went wrong, by cause, with how often. */
export const jobProblemsQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: jobKeys.problems(tenant, id),
    queryFn: ({ signal }) => unwrap(api.GET('/jobs/{id}/problems', { params: { path: { id } }, signal })),
  });

function useJobMutation(tenant: string, run: (id: string) => Promise<Job>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: jobKeys.all(tenant) }),
    onError: (error) => notifications.show({ color: 'red', message: problemTitle(error) }),
  });
}

export const useCancelJob = (tenant: string) =>
  useJobMutation(tenant, (id) => unwrap(api.POST('/jobs/{id}/cancel', { params: { path: { id } } })));

export const useRetryJob = (tenant: string) =>
  useJobMutation(tenant, (id) => unwrap(api.POST('/jobs/{id}/retry', { params: { path: { id } } })));
