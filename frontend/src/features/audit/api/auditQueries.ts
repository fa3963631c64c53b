import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { AuditEntry } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

export interface AuditScope {
  actor?: string;
  object?: string;
  change_set?: string;
  job?: string;
  client?: string;
  origin?: string;
  operation?: AuditEntry['operation'];
  field?: string;
  from?: string;
  to?: string;
}

/** A row of the grid: rows are told apart by text. */
export type AuditRow = Omit<AuditEntry, 'id'> & { id: string };

export const rowOf = (entry: AuditEntry): AuditRow => ({ ...entry, id: String(entry.id) });

export const auditSource = (tenant: string, scope: AuditScope): RowSource<AuditRow> =>
  listSource<AuditRow>(JSON.stringify(['audit', tenant, scope]), async (cursor, limit, signal) => {
    const page = await unwrap(api.GET('/audit', { params: { query: { ...scope, limit: Math.min(limit, 200), ...(cursor === undefined ? {} : { cursor }) } }, signal }));
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

export const keptSinceQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'audit', 'kept-since'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/history/kept-since', { signal })),
    staleTime: 60_000,
  });

export function exportAudit({ from, to, ...rest }: AuditScope) {
  const body = { ...rest, ...(from === undefined ? {} : { since: from }), ...(to === undefined ? {} : { until: to }) };
  return unwrap(api.POST('/audit/export', { params: { header: { 'Idempotency-Key': crypto.randomUUID() } }, body }));
}

export const verifyAudit = () => unwrap(api.POST('/audit/verify', { params: { header: { 'Idempotency-Key': crypto.randomUUID() } } }));
