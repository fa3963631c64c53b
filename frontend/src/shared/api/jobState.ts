import { api, unwrap } from './client';
import type { Job, JobState } from './types';

const ENDED: ReadonlySet<JobState> = new Set(['succeeded', 'partly_succeeded', 'failed', 'cancelled']);

export const isEnded = (job: Pick<Job, 'state'>): boolean => ENDED.has(job.state);

/** Of two tellings of a job the one that is farther: stream and polling may overtake each other, progress never runs back. */
export function farther(known: Job | undefined, told: Job): Job {
  if (known === undefined || known.id !== told.id) return told;
  if (isEnded(known) !== isEnded(told)) return isEnded(known) ? known : told;
  return told.progress.done < known.progress.done ? known : told;
}

const FIRST_MS = 500;
const LONGEST_MS = 3_000;

/** The job once it has ended. Asks ever more rarely; gives up only when the signal says so. */
export async function untilEnded(id: string, signal: AbortSignal): Promise<Job> {
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 1.5, LONGEST_MS)) {
    const job = await unwrap(api.GET('/jobs/{id}', { params: { path: { id } }, signal }));
    if (isEnded(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, wait));
    signal.throwIfAborted();
  }
}
