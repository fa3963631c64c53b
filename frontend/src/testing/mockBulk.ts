import { http, HttpResponse, type HttpHandler } from 'msw';
import { isRecord } from '@/shared/api/record';
import type { BulkPreview, ChangeSet, Job, SelectionToken, Undo, UndoConflict, UndoPreview } from '@/shared/api/types';
import { assetRow, CLIENTS, job } from './fixtures';

const API = '*/api/v1';

export const selectionToken = (more: Partial<SelectionToken> = {}): SelectionToken => ({
  id: 's1',
  mode: 'ids',
  filter: '',
  client_id: null,
  count: 3,
  excluded: 0,
  missing: 0,
  per_client: CLIENTS.slice(0, 1).map(({ id, name }) => ({ id, name, count: 3 })),
  samples: [],
  expires_at: '2026-11-22T10:00:00Z',
  ...more,
});

export const bulkPreview = (more: Partial<BulkPreview> = {}): BulkPreview => ({
  count: 3,
  examined: 3,
  changing: 2,
  unchanged: 1,
  blocked: 0,
  obstacles: [],
  samples: [
    { id: 'a0', tag: 'AST-000001', name: 'dell-00000', changes: [{ field: 'status', before: 'deployed', after: 'in_repair', before_label: null, after_label: null }] },
  ],
  per_client: [{ id: 'c0', name: 'Acme Ltd', count: 3 }],
  confirm: 'none',
  look: 'l1',
  ...more,
});

export const bulkJob = (more: Partial<Job> = {}): Job =>
  job({
    id: 'b1',
    kind: 'bulk.change',
    title: 'Change status of 3 assets',
    state: 'succeeded',
    phase: null,
    counters: { changed: 2, unchanged: 1, done: 3, skipped: 0, failed: 0, pending: 0, total: 3 },
    progress: { done: 3, total: 3 },
    message: '2 changed, 1 were so already.',
    change_set_id: 'cs1',
    can_cancel: false,
    ...more,
  });

export const undoPreview = (more: Partial<UndoPreview> = {}): UndoPreview => ({
  objects: 2,
  restorable: 2,
  restores: 2,
  can_undo: true,
  why_not: null,
  changed_since: 0,
  already: 0,
  blocked: 0,
  hidden: 0,
  reasons: [],
  clients: [{ client_id: 'c0', label: 'Acme Ltd', objects: 2 }],
  samples: [],
  conflicts: [],
  later: [],
  ...more,
});

export const conflict = (more: Partial<UndoConflict> = {}): UndoConflict => ({
  object_id: 'a2',
  noun: 'asset',
  label: 'AST-0002',
  field: 'name',
  field_label: 'Name',
  before: 'old',
  then: 'imported',
  now: 'by hand',
  by: 'Priya Shah',
  at: '2026-11-28T09:00:00Z',
  change_set_id: 's10',
  ...more,
});

export const undone = (more: Partial<Undo> = {}): Undo => ({
  id: 'u1',
  state: 'done',
  undoes: 'cs1',
  change_set_id: 'cs2',
  job_id: null,
  is_whole: true,
  counts: { total: 2, done: 2, skipped: 0, failed: 0, pending: 0, restored: 2, partly: 0, left: 0, already: 0, blocked: 0 },
  problems: [],
  started_by: { id: 'u1', label: 'Rob Bell' },
  created_at: '2026-11-22T09:00:00Z',
  finished_at: '2026-11-22T09:00:01Z',
  ...more,
});

export const changeSet = (more: Partial<ChangeSet> = {}): ChangeSet => ({
  id: 'cs9',
  at: '2026-11-22T09:00:00Z',
  actor: { id: 'u1', label: 'Rob Bell' },
  origin: 'ui',
  reason: 'Spring clean',
  job_id: null,
  undoes: null,
  state: 'applied',
  undone_by: null,
  objects: 1,
  can_undo: true,
  why_not: null,
  ...more,
});

/** Selections: what was asked for decides how many there are. */
export const bulkHandlers: HttpHandler[] = [
  http.post(`${API}/selections`, async ({ request }) => {
    const body: unknown = await request.json();
    const listed = (name: string): number => (isRecord(body) && Array.isArray(body[name]) ? body[name].length : 0);
    const all = isRecord(body) && body['mode'] === 'all';
    return HttpResponse.json(selectionToken({ mode: all ? 'all' : 'ids', count: all ? 12_481 - listed('exclude') : listed('ids') }), { status: 201 });
  }),
  http.get(`${API}/selections/:id`, ({ params }) => HttpResponse.json(selectionToken({ id: String(params['id']) }))),
  http.post(`${API}/bulk/preview`, () => HttpResponse.json(bulkPreview())),
  http.post(`${API}/bulk`, () => HttpResponse.json({ job: bulkJob(), change_set_id: 'cs1' }, { status: 202 })),
  http.get(`${API}/change-sets/last-reversible`, () => HttpResponse.json(changeSet())),
  http.get(`${API}/change-sets/last-undone`, () => HttpResponse.json(changeSet({ id: 'cs2' }))),
  http.get(`${API}/change-sets/:id/undo`, () => HttpResponse.json(undoPreview())),
  http.get(`${API}/change-sets/:id/conflicts`, () => HttpResponse.json({ items: [conflict()], next_cursor: null })),
  http.post(`${API}/change-sets/:id/undo`, ({ params }) => HttpResponse.json(undone({ undoes: String(params['id']) }), { status: 202 })),
  http.get(`${API}/assets/range`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const place = (name: string): number => Number(query.get(name)?.slice(1));
    const [low, high] = [Math.min(place('anchor'), place('end')), Math.max(place('anchor'), place('end'))];
    return HttpResponse.json({ ids: Array.from({ length: high - low + 1 }, (_, step) => assetRow(low + step).id) });
  }),
];
