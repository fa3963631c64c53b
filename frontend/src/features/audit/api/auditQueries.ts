import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { AuditEntry } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface AuditScope {
  actor?: string;
  object?: string;
  change_set?: string;
  job?: string;
  client?: string;
  origin?: string;
  operation?: AuditEntry['operation'];
  kind?: string;
  field?: string;
  from?: string;
  to?: string;
}

/** A row of the grid. Its id says where the entry is found again: the journal looks nothing up by its number alone. */
export type AuditRow = Omit<AuditEntry, 'id'> & { id: string; entry: number };

export const rowOf = (entry: AuditEntry): AuditRow => ({ ...entry, entry: entry.id, id: `${entry.change_set_id}.${entry.object_id}.${String(entry.id)}` });

/** The one entry an address leads to, wherever it stands in the log; null when it is not there. */
export const auditEntryQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'audit', 'entry', id] as const,
    queryFn: async ({ signal }): Promise<AuditRow | null> => {
      const [changeSet = '', object = ''] = id.split('.');
      if (!UUID.test(changeSet) || !UUID.test(object)) return null;
      const page = await unwrap(api.GET('/audit', { params: { query: { change_set: changeSet, object, limit: 200 } }, signal }));
      return page.items.map(rowOf).find((row) => row.id === id) ?? null;
    },
  });

/** `onLooked` is told how far back a search for what is rare has come, and null once its rows are there. */
export const auditSource = (tenant: string, scope: AuditScope, onLooked: (backTo: string | null) => void): RowSource<AuditRow> =>
  listSource<AuditRow>(JSON.stringify(['audit', tenant, scope]), async (cursor, limit, signal) => {
    const page = await unwrap(api.GET('/audit', { params: { query: { ...scope, limit: Math.min(limit, 200), ...(cursor === undefined ? {} : { cursor }) } }, signal }));
    onLooked(page.looked_back_to);
    return { ...page, items: page.items.map(rowOf) };
  });

export const auditFacetsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'audit', 'facets'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/audit/facets', { signal })),
    staleTime: 60_000,
  });

const POLL_MS = 2_000;

export const sealsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'audit', 'seals'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/audit/seals', { signal })),
    refetchInterval: (query) => (query.state.data?.verification?.state === 'running' ? POLL_MS : false),
  });

export function exportAudit({ from, to, ...rest }: AuditScope) {
  const body = { ...rest, ...(from === undefined ? {} : { since: from }), ...(to === undefined ? {} : { until: to }) };
  return unwrap(api.POST('/audit/export', { params: { header: { 'Idempotency-Key': crypto.randomUUID() } }, body }));
}

export const verifyAudit = () => unwrap(api.POST('/audit/verify', { params: { header: { 'Idempotency-Key': crypto.randomUUID() } } }));
