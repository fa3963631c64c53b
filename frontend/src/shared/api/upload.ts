import { API_BASE, writeHeaders } from './client';
import { ApiProblem, type ProblemBody } from './problem';
import { isRecord, parseJson } from './record';

interface UploadOptions {
  /** Share of the bytes that left this machine, 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a form and tells how far it is, which `fetch` cannot. Refusals are the same `ApiProblem` as everywhere. */
export function uploadForm<T>(path: string, form: FormData, { onProgress, signal }: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    request.open('POST', `${API_BASE}${path}`);
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(parseJson(request.responseText) as T);
      else reject(new ApiProblem(request.status, problemIn(request), Number(request.getResponseHeader('Retry-After')) || null));
    });
    request.addEventListener('error', () =>
      reject(new ApiProblem(0, { code: 'unreachable', title: 'The server did not answer. Check your connection and try again.' })),
    );
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    signal.addEventListener('abort', abort);
    request.send(form);
  });
}

function problemIn(request: XMLHttpRequest): ProblemBody {
  try {
    const body = parseJson(request.responseText);
    if (isRecord(body)) return body;
  } catch {
    // A proxy in between may answer with a page of its own.
  }
  return { status: request.status };
}
