import { isMessageKey, type MessageKey, type Translate } from '@/shared/i18n/i18n';
import type { Job, JobState } from '@/shared/api/types';

const STATE_KEY: Record<JobState, MessageKey> = {
  queued: 'jobs.state.queued',
  running: 'jobs.state.running',
  succeeded: 'jobs.state.succeeded',
  partly_succeeded: 'jobs.state.partlySucceeded',
  failed: 'jobs.state.failed',
  cancelled: 'jobs.state.cancelled',
  interrupted: 'jobs.state.interrupted',
};

export const jobStateLabel = (t: Translate, state: JobState): string => t(STATE_KEY[state]);

const RECORD: readonly string[] = ['bulk.change', 'undo', 'restore'];

/** The state of a job in words: one that is over and changed nothing is not partly done. */
export function jobStateText(t: Translate, job: Job): string {
  const isNothing = job.state === 'partly_succeeded' && job.counters['done'] === 0 && RECORD.includes(job.kind);
  return isNothing ? t('jobs.state.nothingDone') : jobStateLabel(t, job.state);
}

/** Names that a kind of job may have made up for itself: shown as they are when nobody translated them. */
function known(t: Translate, prefix: string, name: string): string {
  const key = `${prefix}.${name}`;
  return isMessageKey(key) ? t(key) : name.replace(/_/g, ' ');
}

export const phaseLabel = (t: Translate, phase: string): string => known(t, 'jobs.phase', phase);
export const counterLabel = (t: Translate, name: string): string => known(t, 'counter', name);
export const inputLabel = (t: Translate, name: string): string => known(t, 'jobs.input', name);

export function percentOf(job: Job): number {
  const total = job.progress.total ?? 0;
  return total > 0 ? Math.min(100, Math.round((job.progress.done / total) * 100)) : 0;
}
