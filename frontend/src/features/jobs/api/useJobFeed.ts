import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { farther } from '@/shared/api/jobState';
import { followJobs } from '@/shared/api/jobStream';
import type { Job } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';
import { jobKeys, recentJobsQuery } from './jobQueries';

const SHOWN = 20;

function placed(jobs: readonly Job[] | undefined, job: Job): Job[] {
  const before = jobs ?? [];
  if (before.some((item) => item.id === job.id)) return before.map((item) => (item.id === job.id ? farther(item, job) : item));
  return [job, ...before].slice(0, SHOWN);
}

/** The newest jobs, live. */
export function useJobFeed() {
  const { slug } = useTenant();
  const queryClient = useQueryClient();

  useEffect(
    () =>
      followJobs((job) => {
        queryClient.setQueryData<Job[]>(jobKeys.recent(slug), (jobs) => placed(jobs, job));
        queryClient.setQueryData<Job>(jobKeys.detail(slug, job.id), (known) => farther(known, job));
      }),
    [slug, queryClient],
  );
  return useQuery(recentJobsQuery(slug));
}
