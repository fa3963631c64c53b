import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './paths';
import { ApiProblem, problemOf } from './problem';

export const API_BASE = '/api/v1';

/** What every request carries; set when a session is read and when a tenant is entered. */
const context: { tenant: string | null; csrf: string | null } = { tenant: null, csrf: null };
const signedOutListeners = new Set<() => void>();

export function setApiTenant(tenant: string | null): void {
  context.tenant = tenant;
}

export function setApiCsrf(token: string | null): void {
  context.csrf = token;
}

/** Called whenever the server says 401 to a signed-in page. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

const carryContext: Middleware = {
  onRequest({ request }) {
    if (context.tenant !== null && !request.headers.has('Quarterdeck-Tenant')) request.headers.set('Quarterdeck-Tenant', context.tenant);
    if (context.csrf !== null && !SAFE.has(request.method)) request.headers.set('X-CSRF-Token', context.csrf);
    request.headers.set('Accept', 'application/json');
    return request;
  },
};

/** For the calls that do not go through `fetch`, such as an upload that tells how far it is. */
export function writeHeaders(): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(context.tenant === null ? {} : { 'Quarterdeck-Tenant': context.tenant }),
    ...(context.csrf === null ? {} : { 'X-CSRF-Token': context.csrf }),
  };
}

const client = createClient<paths>({
  baseUrl: `${globalThis.location.origin}${API_BASE}`,
  credentials: 'same-origin',
  // The fetch of this moment, not of import time: tests replace it at the network edge.
  fetch: (request) => globalThis.fetch(request),
  querySerializer: { array: { style: 'form', explode: false } },
});
client.use(carryContext);
export const api = client;

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body, or an `ApiProblem` that says why there is none. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await unwrapTagged(call)).data;
}

/** The body with its ETag, for what will be written back, and the change set to undo when something was written. */
export async function unwrapTagged<T>(call: Promise<Answer<T>>): Promise<{ data: T; etag: string | null; changeSet: string | null }> {
  const { data, error, response } = await reach(call);
  if (!response.ok) {
    const problem = await problemOf(response, error);
    // Asking who is signed in, or signing in, is no ended session.
    const asksWho = /\/auth\/(session|login|second-factor|accept-invitation)$/.test(response.url);
    if (response.status === 401 && !asksWho) for (const listener of signedOutListeners) listener();
    throw problem;
  }
  return { data: data as T, etag: response.headers.get('ETag'), changeSet: response.headers.get('Quarterdeck-Change-Set') };
}

async function reach<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TypeError) {
      throw new ApiProblem(0, { code: 'unreachable', title: 'The server did not answer. Check your connection and try again.' });
    }
    throw error;
  }
}

/** A link the browser follows by itself (downloads, event streams) names its tenant in the query. */
export function apiLink(path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query);
  if (context.tenant !== null) search.set('tenant', context.tenant);
  const base = path.startsWith('/api/') ? path : `${API_BASE}${path}`;
  return `${base}?${search.toString()}`;
}

export const etagOf = (version: number): string => `"${String(version)}"`;
