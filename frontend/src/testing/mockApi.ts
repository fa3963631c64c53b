import { http, HttpResponse, type HttpHandler, type JsonBodyType } from 'msw';
import type { FilterToken, Page, TenantContext } from '@/shared/api/types';
import { provenanceOf } from './provenance';
import { assetOf, assetRow, catalogue, CLIENTS, job } from './fixtures';
import { auditHandlers } from './mockAudit';
import { bulkHandlers } from './mockBulk';
import { templateHandlers } from './mockTemplates';
import { deletedHandlers } from './mockDeleted';
import { historyHandlers } from './mockHistory';
import { attachmentHandlers } from './mockAttachments';
import { mergeHandlers } from './mockMerging';
import { importHandlers } from './mockImports';
import { reviewHandlers } from './mockReviews';
import { settingsHandlers } from './mockSettings';
import { viewHandlers } from './mockViews';

const API = '*/api/v1';
export const TOTAL = 12_481;
const page = <T,>(items: T[]): Page<T> => ({ items, next_cursor: null });
const json = (body: JsonBodyType) => () => HttpResponse.json(body);

export const session = {
  user: { id: 'u1', email: 'rob@quarterdeck.test', name: 'Rob Bell', has_second_factor: false },
  csrf_token: 'csrf-1',
  tenants: [
    { id: 't1', slug: 'northwind', name: 'Northwind IT', role: 'Administrator' },
    { id: 't2', slug: 'harbour', name: 'Harbour Support', role: 'Technician' },
  ],
};

export const PERMISSIONS = [
  'assets:read',
  'assets:write',
  'assets:delete',
  'clients:read',
  'clients:write',
  'imports:run',
  'jobs:read',
  'jobs:write',
  'users:manage',
  'roles:manage',
  'tokens:manage',
  'settings:manage',
  'views:share',
  'export:run',
];

export const context: TenantContext = {
  tenant: { id: 't1', slug: 'northwind', name: 'Northwind IT' },
  user: { id: 'u1', name: 'Rob Bell', email: 'rob@quarterdeck.test' },
  role: { key: 'admin', name: 'Administrator' },
  permissions: PERMISSIONS,
  client_scope: { mode: 'all', client_ids: [] },
  clients: CLIENTS,
  flags: [
    { key: 'module.attachments', label: 'Files and notes', is_on: true, exceptions: [], may_choose: false, choice: null },
    { key: 'module.labels', label: 'Printed labels', is_on: true, exceptions: [], may_choose: false, choice: null },
    { key: 'ui.quick_create', label: 'Quick create', is_on: true, exceptions: [], may_choose: true, choice: null },
  ],
};

/** Reads `field op value` words well enough for the console's tests; an unknown field is an error with a suggestion. */
export function parseFilter(text: string) {
  const tokens: FilterToken[] = [];
  const errors: { message: string; suggestion: string | null; start: number; end: number }[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    const word = match[0];
    const term = /^(-?)([a-z_.]+)(!=|>=|<=|[:=<>^])(.*)$/.exec(word);
    const known = term === null || catalogue.fields.some((field) => field.id === term[2]);
    const place = { start: match.index, end: match.index + word.length };
    const error = known ? null : `No field '${term[2] ?? ''}'. Did you mean status?`;
    if (error !== null) errors.push({ message: error, suggestion: 'status', ...place });
    tokens.push({
      kind: term === null ? 'text' : 'comparison',
      field: term?.[2] ?? null,
      op: term?.[3] ?? null,
      value: term?.[4] ?? word,
      negated: term?.[1] === '-',
      text: word,
      ...place,
      error,
      suggestion: error === null ? null : 'status',
    });
  }
  return { ast: null, canonical: errors.length === 0 ? text : null, tokens, errors };
}

const matching = (filter: string | null): number => (filter === null || filter === '' ? TOTAL : filter.includes('nomatch') ? 0 : 412);

const assets: HttpHandler[] = [
  http.get(`${API}/fields`, json(catalogue)),
  http.get(`${API}/assets/rows`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const start = Number(query.get('start'));
    const total = matching(query.get('filter'));
    const count = Math.max(0, Math.min(Number(query.get('count')), total - start));
    const descending = query.get('sort')?.startsWith('-') === true;
    const rows = Array.from({ length: count }, (_, place) => assetRow(descending ? total - 1 - start - place : start + place));
    const bounded = total > 10_000 ? { value: 10_001, relation: 'gte' } : { value: total, relation: 'eq' };
    return HttpResponse.json({ rows, start, total: bounded, version: 1, jump: true });
  }),
  http.get(`${API}/assets/count`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    return HttpResponse.json({ value: query.has('selection') ? 1 : matching(query.get('filter')), relation: 'eq' });
  }),
  ...bulkHandlers,
  ...templateHandlers,
  http.get(`${API}/assets/locate`, ({ request }) =>
    HttpResponse.json({ index: Number(new URL(request.url).searchParams.get('id')?.slice(1)) }),
  ),
  http.get(`${API}/assets/suggest`, json({ values: [{ value: 'Latitude 7440', label: 'Latitude 7440', count: 1783 }] })),
  http.get(`${API}/assets/search`, ({ request }) => {
    const q = new URL(request.url).searchParams.get('q') ?? '';
    const row = assetRow(0);
    const hit = { id: 'a0', tag: row['tag'], name: row['name'], type: 'workstation', status: 'deployed', client: row['client'] };
    return HttpResponse.json({ items: [{ ...hit, matched: { field: 'serial', value: q } }] });
  }),
  http.post(`${API}/filters/parse`, async ({ request }) => {
    const body: unknown = await request.json();
    const text = typeof body === 'object' && body !== null && 'text' in body && typeof body.text === 'string' ? body.text : '';
    return HttpResponse.json(parseFilter(text));
  }),
  http.get(`${API}/assets/:id/provenance`, () => HttpResponse.json(provenanceOf(), { headers: { ETag: '"71"' } })),
  ...historyHandlers,
  ...deletedHandlers,
  http.get(`${API}/assets/:id`, ({ params }) => HttpResponse.json(assetOf(Number(String(params['id']).slice(1))), { headers: { ETag: '"3"' } })),
  http.patch(`${API}/assets/:id`, async ({ params, request }) => {
    const changes: unknown = await request.json();
    const asset = assetOf(Number(String(params['id']).slice(1)));
    const body = { ...asset, ...(typeof changes === 'object' ? changes : {}), version: 4 };
    return HttpResponse.json(body, { headers: { 'Quarterdeck-Change-Set': 'cs7' } });
  }),
  http.post(`${API}/assets/export`, () => HttpResponse.json(job({ id: 'j9', kind: 'export', title: 'Export assets' }), { status: 202 })),
  http.post(`${API}/assets`, () => HttpResponse.json(assetOf(7), { status: 201 })),
];

const places: HttpHandler[] = [
  http.get(
    `${API}/clients`,
    json(page(CLIENTS.map((client, place) => ({ ...client, alternative_names: [`${client.name} UK`], is_active: place !== 4, notes: null, version: 1 })))),
  ),
  http.get(`${API}/clients/:id`, ({ params }) =>
    HttpResponse.json({ ...CLIENTS.find((client) => client.id === params['id']), alternative_names: [], is_active: true, notes: null, version: 1 }),
  ),
  http.get(`${API}/locations`, json(page([{ id: 'l1', client_id: 'c0', name: 'Leeds', address: '1 Wharf St', city: 'Leeds', country: 'GB', version: 1 }]))),
  http.get(`${API}/contacts`, json(page([{ id: 'p1', client_id: 'c0', name: 'Priya Shah', email: 'priya@acme.test', phone: null, location_id: 'l1', version: 1 }]))),
];

const told: HttpHandler[] = [
  http.get(`${API}/notifications/unread`, json({ count: 2, limit: 100, newest: 'n2' })),
  http.get(
    `${API}/notifications`,
    json(
      page([
        {
          id: 'n2',
          group: 'n2',
          count: 1,
          kind: 'job.failed',
          severity: 'error',
          title: 'Import leeds.xlsx failed',
          body: 'The file ended in the middle of a row.',
          link: { type: 'job', id: 'j2', url: '/api/v1/jobs/j2' },
          client_id: null,
          created_at: '2026-11-22T09:00:00Z',
          read_at: null,
        },
      ]),
    ),
  ),
  http.post(`${API}/notifications/:id/read`, () => new HttpResponse(null, { status: 204 })),
  http.post(`${API}/notifications/read`, () => new HttpResponse(null, { status: 204 })),
];

const work: HttpHandler[] = [
  http.get(`${API}/jobs/stream`, () => new HttpResponse(null, { status: 204 })),
  http.get(
    `${API}/jobs`,
    json(
      page([
        job(),
        job({ id: 'j2', title: 'Import leeds.xlsx', state: 'failed', message: 'The file ended in the middle of a row.', progress: { done: 10, total: 90 } }),
        job({ id: 'j3', kind: 'export', title: 'Export 12,481 assets', state: 'succeeded', progress: { done: 12_481, total: 12_481 }, finished_at: '2026-11-22T08:00:00Z' }),
      ]),
    ),
  ),
  http.get(`${API}/jobs/:id/errors`, json(page([{ id: 'e1', item: 17, code: 'location_unknown', message: 'The location Leads is not known.', data: {} }]))),
  http.get(
    `${API}/jobs/:id/problems`,
    json(page([{ code: 'location_unknown', message: 'The location Leads is not known.', count: 1, of_assets: false, varies: false }])),
  ),
  http.get(`${API}/jobs/:id`, ({ params }) => HttpResponse.json(job({ id: String(params['id']) }))),
];

const auth: HttpHandler[] = [
  http.get(`${API}/auth/session`, json(session)),
  http.get(`${API}/auth/methods`, json({ password: true, oidc: [{ id: 'entra', label: 'Microsoft Entra' }] })),
  http.post(`${API}/auth/login`, json({ status: 'signed_in' })),
  http.post(`${API}/auth/second-factor`, json({ status: 'signed_in' })),
  http.post(`${API}/auth/logout`, () => new HttpResponse(null, { status: 204 })),
  http.get(`${API}/me/context`, json(context)),
];

/** The whole API as the console knows it, answering from made-up data. */
export const handlers: HttpHandler[] = [
  ...auth,
  ...auditHandlers,
  ...settingsHandlers(PERMISSIONS),
  ...assets,
  ...places,
  ...told,
  ...work,
  ...importHandlers,
  ...viewHandlers,
  ...reviewHandlers,
  ...attachmentHandlers,
  ...mergeHandlers,
];
