import { apiLink } from './client';
import { isRecord, parseJson } from './record';
import type { Job } from './types';

function jobOf(text: string): Job | null {
  try {
    const value = parseJson(text);
    return isRecord(value) && typeof value['id'] === 'string' && typeof value['state'] === 'string' ? (value as unknown as Job) : null;
  } catch {
    return null;
  }
}

/** Follows the tenant's jobs as they move. The browser reconnects by itself; polling covers the gaps. */
export function followJobs(onJob: (job: Job) => void): () => void {
  if (typeof EventSource === 'undefined') return () => undefined;
  const stream = new EventSource(apiLink('/jobs/stream'));
  stream.addEventListener('job', (event: MessageEvent<string>) => {
    const job = jobOf(event.data);
    if (job !== null) onJob(job);
  });
  return () => stream.close();
}
