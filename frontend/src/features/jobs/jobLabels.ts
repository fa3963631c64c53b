import type { Translate, MessageKey } from '@/shared/i18n/i18n';
import type { JobState } from '@/shared/api/types';

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
