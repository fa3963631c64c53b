import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { Job } from '@/shared/api/types';

/** The address the console's live feed writes to, so progress arrives by stream and polling only fills gaps. */
const jobKey = (tenant: string, id: string) => ['tenant', tenant, 'jobs', 'detail', id] as const;
const ENDED: ReadonlySet<Job['state']> = new Set(['succeeded', 'partly_succeeded', 'failed', 'cancelled']);
const POLL_MS = 2_000;

export interface JobPace {
  job: Job | undefined;
  error: unknown;
  hasEnded: boolean;
  /** Rows a second since this page began to look, and what is left at that pace; null until it can be told. */
  perSecond: number | null;
  secondsLeft: number | null;
}

interface Sample {
  at: number;
  done: number;
}

export function useImportJob(tenant: string, id: string | null): JobPace {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: jobKey(tenant, id ?? ''),
    queryFn: async ({ signal }) => {
      const job = await unwrap(api.GET('/jobs/{id}', { params: { path: { id: id ?? '' } }, signal }));
      if (ENDED.has(job.state)) void queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'imports'] });
      return job;
    },
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data !== undefined && ENDED.has(state.data.state) ? false : POLL_MS),
  });
  const now: Sample | null = query.data === undefined ? null : { at: query.dataUpdatedAt, done: query.data.progress.done };
  const [first, setFirst] = useState<Sample | null>(null);
  if (now !== null && now.done > 0 && first === null) setFirst(now);
  const perSecond = now === null || first === null || now.at - first.at < POLL_MS / 2 ? null : ((now.done - first.done) * 1000) / (now.at - first.at);
  const left = (query.data?.progress.total ?? 0) - (now?.done ?? 0);
  return {
    job: query.data,
    error: query.error,
    hasEnded: query.data !== undefined && ENDED.has(query.data.state),
    perSecond: perSecond !== null && perSecond > 0 ? perSecond : null,
    secondsLeft: perSecond !== null && perSecond > 0 && left > 0 ? left / perSecond : null,
  };
}

export function useCancelImport(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/jobs/{id}/cancel', { params: { path: { id } } })),
    onSuccess: (job) => queryClient.setQueryData(jobKey(tenant, job.id), job),
  });
}
