import { useQuery } from '@tanstack/react-query';
import { isEnded } from '@/shared/api/jobState';
import type { ChangeSet, Job } from '@/shared/api/types';
import { CHANGED_MEANWHILE } from '@/shared/conflicts/bulkConflicts';
import { useTenant } from '@/shared/session/tenant';
import { changeSetQuery } from '@/shared/undo/undoApi';
import { jobProblemsQuery } from './api/jobQueries';

const CHANGED_SINCE = 'changed_since';
const CAUSES: Readonly<Record<string, string>> = { 'bulk.change': CHANGED_MEANWHILE, undo: CHANGED_SINCE };

export interface Undecided {
  /** Items that were left because somebody had changed them. */
  count: number;
  /** What the job took back; null for one that undoes nothing. */
  undoes: ChangeSet | null;
}

/** What a job did, once it has ended, and whether it stands. */
export function useJobChangeSet(job: Job): ChangeSet | null {
  const { slug } = useTenant();
  const found = useQuery({ ...changeSetQuery(slug, job.change_set_id ?? ''), enabled: job.change_set_id !== null && isEnded(job) });
  return found.data ?? null;
}

/** What waits for somebody to decide about it. */
export function useUndecided(job: Job, own: ChangeSet | null): Undecided {
  const { slug, can } = useTenant();
  const cause = CAUSES[job.kind];
  const asks = cause !== undefined && isEnded(job) && job.can_retry && can('assets:write') && can('jobs:write');
  const problems = useQuery({ ...jobProblemsQuery(slug, job.id), enabled: asks });
  const undoes = useQuery({ ...changeSetQuery(slug, own?.undoes ?? ''), enabled: asks && typeof own?.undoes === 'string' }).data ?? null;
  const left = asks ? (problems.data?.items.find((each) => each.code === cause)?.count ?? 0) : 0;
  const isOpen = job.kind !== 'undo' || undoes?.can_undo === true;
  return { count: isOpen ? left : 0, undoes };
}
