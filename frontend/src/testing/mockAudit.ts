import { http, HttpResponse, type HttpHandler } from 'msw';
import type { AuditEntry } from '@/shared/api/types';
import { job } from './fixtures';

const API = '*/api/v1';

export const auditEntry = (id: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: `2026-11-22T0${String(id % 10)}:00:00Z`,
  change_set_id: 's1',
  actor: { id: 'u1', label: 'Rob Bell' },
  origin: 'ui',
  reason: 'Moved <b>desk</b>',
  job_id: null,
  table: 'assets',
  noun: 'asset',
  object_id: 'a4',
  label: 'AST-000005',
  asset_id: 'a4',
  operation: 'update',
  client_id: 'c0',
  client: 'Acme Ltd',
  changes: [
    { field: 'status', label: 'Status', before: 'in_stock', after: 'deployed' },
    { field: 'name', label: 'Name', before: null, after: 'Desk' },
  ],
  ...more,
});

/** Two entries of the log, narrowed by what was done. */
export const auditHandlers: HttpHandler[] = [
  http.get(`${API}/audit`, ({ request }) => {
    const operation = new URL(request.url).searchParams.get('operation');
    const entries = [auditEntry(2), auditEntry(1, { operation: 'insert', actor: { id: 'u2', label: 'Priya Shah' }, job_id: 'j1', origin: 'import' })];
    return HttpResponse.json({ items: entries.filter((entry) => operation === null || entry.operation === operation), next_cursor: null, looked_back_to: null });
  }),
  http.get(`${API}/audit/facets`, () => HttpResponse.json({ actors: [{ id: 'u1', label: 'Rob Bell' }], kinds: ['asset', 'client'] })),
  http.get(`${API}/audit/seals`, () =>
    HttpResponse.json({ sealed_until: '2026-11-21', days: 12, changes: 3_400, head: 'ab12cd', verification: null }),
  ),
  http.get(`${API}/audit/retention`, () =>
    HttpResponse.json({ keep_days: null, removes_from: null, kept_since: null, removed_changes: 0 }, { headers: { ETag: '"0"' } }),
  ),
  http.get(`${API}/audit/retention/forecast`, ({ request }) => {
    const days = Number(new URL(request.url).searchParams.get('keep_days'));
    return HttpResponse.json({ keep_days: days, kept_since: '2025-11-22', days: 41, changes: days < 1_000 ? 12_345 : 0 });
  }),
  http.get(`${API}/history/kept-since`, () => HttpResponse.json({ kept_since: null })),
  http.post(`${API}/audit/export`, () => HttpResponse.json(job({ id: 'j6', kind: 'audit.export', title: 'Export the audit log' }), { status: 202 })),
  http.post(`${API}/audit/verify`, () => HttpResponse.json(job({ id: 'j7', kind: 'audit.verify' }), { status: 202 })),
];
