import { useCallback, useMemo } from 'react';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import { isRecord, parseJson } from '@/shared/api/record';
import { isProblem } from '@/shared/api/problem';
import { useTenant } from './tenant';

type Preferences = Readonly<Record<string, unknown>>;

const QUIET_MS = 800;
const AGAIN_MS = 15_000;

const keyOf = (tenant: string) => ['tenant', tenant, 'preferences'] as const;
const cacheOf = (tenant: string): string => `quarterdeck.preferences.${tenant}`;

/** What was changed here and is not yet on the server; an answer on its way back must not undo it. */
const unsaved = new Map<string, Map<string, unknown>>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

const unsavedOf = (tenant: string): Map<string, unknown> => {
  const known = unsaved.get(tenant) ?? new Map<string, unknown>();
  unsaved.set(tenant, known);
  return known;
};

/** The last answer, so that a page opens with its layout instead of jumping into it. */
function remembered(tenant: string): Preferences | undefined {
  try {
    const stored = parseJson(localStorage.getItem(cacheOf(tenant)) ?? 'null');
    return isRecord(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function remember(tenant: string, values: Preferences): void {
  try {
    localStorage.setItem(cacheOf(tenant), JSON.stringify(values));
  } catch {
    // A full or forbidden store costs only the head start of the next visit.
  }
}

export const preferencesQuery = (tenant: string) =>
  queryOptions<Preferences>({
    queryKey: keyOf(tenant),
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(api.GET('/preferences', { signal }));
      const values = { ...Object.fromEntries(items.map((item) => [item.key, item.value])), ...Object.fromEntries(unsavedOf(tenant)) };
      remember(tenant, values);
      return values;
    },
    initialData: () => remembered(tenant),
    initialDataUpdatedAt: 0,
    staleTime: 5 * 60_000,
  });

async function save(tenant: string, keepalive: boolean): Promise<void> {
  clearTimeout(timers.get(tenant));
  const waiting = unsavedOf(tenant);
  for (const [key, value] of [...waiting]) {
    const params = { path: { key } };
    const headers = { 'Quarterdeck-Tenant': tenant };
    try {
      if (value === null) await unwrap(api.DELETE('/preferences/{key}', { params, headers, keepalive }));
      else await unwrap(api.PUT('/preferences/{key}', { params, headers, body: { value }, keepalive }));
      if (waiting.get(key) === value) waiting.delete(key);
    } catch (error) {
      const refused = isProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 429;
      if (refused) waiting.delete(key);
      else saveSoon(tenant, AGAIN_MS);
    }
  }
}

function saveSoon(tenant: string, wait: number): void {
  clearTimeout(timers.get(tenant));
  timers.set(
    tenant,
    setTimeout(() => void save(tenant, false), wait),
  );
}

globalThis.addEventListener('pagehide', () => {
  for (const [tenant, waiting] of unsaved) if (waiting.size > 0) void save(tenant, true);
});

export type ReadPreference<T> = (value: unknown) => T;

/**
 * One thing the console remembers of a person, on the server: the same on every device, saved once things are quiet.
 * Null forgets it. `read` narrows what was stored, by whichever version of the console, and is defined outside the component.
 */
export function usePreference<T>(key: string, read: ReadPreference<T>): [T, (value: unknown) => void] {
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  const { data } = useQuery(preferencesQuery(slug));
  const stored = data?.[key];
  const value = useMemo(() => read(stored), [read, stored]);
  const change = useCallback(
    (next: unknown) => {
      const values = { ...queryClient.getQueryData<Preferences>(keyOf(slug)), [key]: next };
      queryClient.setQueryData<Preferences>(keyOf(slug), values);
      remember(slug, values);
      unsavedOf(slug).set(key, next);
      saveSoon(slug, QUIET_MS);
    },
    [queryClient, slug, key],
  );
  return [value, change];
}
