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

interface Listener {
  onJob: (job: Job) => void;
  /** The stream was away for a while: what moved meanwhile has to be asked for. */
  onGap?: (() => void) | undefined;
}

interface Stream {
  source: EventSource;
  listeners: Set<Listener>;
}

/** One connection for each address, however many look: a browser opens only a few to one server. */
const streams = new Map<string, Stream>();

function opened(url: string): Stream {
  const known = streams.get(url);
  if (known !== undefined) return known;
  const stream: Stream = { source: new EventSource(url), listeners: new Set() };
  let opens = 0;
  stream.source.addEventListener('open', () => {
    opens += 1;
    if (opens > 1) stream.listeners.forEach((each) => each.onGap?.());
  });
  stream.source.addEventListener('job', (event: MessageEvent<string>) => {
    const job = jobOf(event.data);
    if (job !== null) stream.listeners.forEach((each) => each.onJob(job));
  });
  streams.set(url, stream);
  return stream;
}

/** Follows the tenant's jobs as they move. The browser reconnects by itself; polling covers the gaps. */
export function followJobs(onJob: (job: Job) => void, onGap?: () => void): () => void {
  if (typeof EventSource === 'undefined') return () => undefined;
  const url = apiLink('/jobs/stream');
  const stream = opened(url);
  const listener = { onJob, onGap };
  stream.listeners.add(listener);
  return () => {
    stream.listeners.delete(listener);
    if (stream.listeners.size > 0) return;
    stream.source.close();
    streams.delete(url);
  };
}
