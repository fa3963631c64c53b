import { http, HttpResponse, type HttpHandler } from 'msw';
import type { AssetMoment, ChangeEntry } from '@/shared/api/types';
import { changeSet } from './mockBulk';

const API = '*/api/v1';

export const historyEntry = (more: Partial<ChangeEntry> = {}): ChangeEntry => ({
  id: 'h1',
  at: '2026-11-22T09:40:00.000002Z',
  before_at: '2026-11-22T09:40:00.000001Z',
  actor: { id: 'u1', label: 'Rob Bell' },
  origin: 'ui',
  reason: 'Screen replaced',
  job_id: null,
  change_set_id: 's2',
  operation: 'updated',
  merged_from: null,
  changes: [
    { field: 'status', label: 'Status', before: 'in_repair', after: 'deployed' },
    { field: 'assigned_to', label: 'Assigned to', before: null, after: 'Priya Shah' },
  ],
  observed: [],
  ...more,
});

const ENTRIES = [
  historyEntry(),
  historyEntry({
    id: 'h2',
    at: '2026-11-20T09:00:00.000002Z',
    before_at: '2026-11-20T09:00:00.000001Z',
    actor: { id: null, label: 'Datto RMM' },
    origin: 'import',
    reason: null,
    job_id: 'j4',
    change_set_id: 's3',
    operation: 'observed',
    changes: [],
    observed: [{ source: 'agent:Datto RMM', kind: 'agent', name: 'Datto RMM', values: [{ field: 'ram_mb', label: 'RAM (MB)', value: 8192 }] }],
  }),
  historyEntry({
    id: 'h0',
    at: '2026-10-01T09:00:00.000002Z',
    before_at: '2026-10-01T09:00:00.000001Z',
    actor: { id: null, label: 'System' },
    origin: 'import',
    reason: null,
    job_id: 'j1',
    change_set_id: 's1',
    operation: 'created',
    changes: [{ field: 'name', label: 'Name', before: null, after: 'dell-70161' }],
  }),
];

export const moment = (more: Partial<AssetMoment> = {}): AssetMoment => ({
  at: '2026-11-01T00:00:00Z',
  exists: true,
  type: 'workstation',
  values: { name: 'old-name', tag: 'AST-000005', status: 'in_repair', type: 'workstation' },
  labels: { name: 'Name', tag: 'Tag', status: 'Status' },
  ...more,
});

/** The history of any asset, and what it was before. */
export const historyHandlers: HttpHandler[] = [
  http.get(`${API}/assets/:id/history`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const origin = query.get('origin');
    return HttpResponse.json({ items: ENTRIES.filter((entry) => origin === null || entry.origin === origin), next_cursor: null });
  }),
  http.get(`${API}/assets/:id/history/facets`, () =>
    HttpResponse.json({ actors: [{ id: 'u1', label: 'Rob Bell' }], origins: ['import', 'ui'] }),
  ),
  http.get(`${API}/assets/:id/as-of`, ({ request }) => HttpResponse.json(moment({ at: new URL(request.url).searchParams.get('at') ?? '' }))),
  http.get(`${API}/assets/:id/compare`, () =>
    HttpResponse.json({
      since: '2026-11-01T00:00:00Z',
      until: '2026-11-22T00:00:00Z',
      changes: [
        { field: 'name', label: 'Name', before: 'old-name', after: 'dell-1', last: { by: 'Sam Lee', at: '2026-11-20T08:00:00Z', change_set_id: 's3' } },
        { field: 'status', label: 'Status', before: 'in_repair', after: 'deployed', last: null },
      ],
    }),
  ),
  http.post(`${API}/assets/:id/restore`, ({ params }) => HttpResponse.json({ asset_id: params['id'], change_set_id: 'cs8' })),
  http.get(`${API}/change-sets/:id`, ({ params }) => HttpResponse.json(changeSet({ id: String(params['id']), objects: 3 }))),
];
