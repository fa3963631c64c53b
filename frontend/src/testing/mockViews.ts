import { http, HttpResponse, type HttpHandler } from 'msw';
import { isRecord } from '@/shared/api/record';
import type { View } from '@/shared/api/types';

const API = '*/api/v1';

/** What the faked server keeps between requests of one test. */
const kept: { views: View[]; defaultId: string | null; preferences: Map<string, unknown> } = { views: [], defaultId: null, preferences: new Map() };

export const storedViews = (): readonly View[] => kept.views;
export const storedPreference = (key: string): unknown => kept.preferences.get(key);
export const storePreference = (key: string, value: unknown): Map<string, unknown> => kept.preferences.set(key, value);

export function forgetViews(): void {
  kept.views = [];
  kept.defaultId = null;
  kept.preferences.clear();
}

export function viewOf(more: Partial<View> = {}): View {
  return {
    id: `v${String(kept.views.length + 1)}`,
    module: 'assets',
    name: 'Warranty watch',
    owner_id: 'u1',
    owner_label: 'Rob Bell',
    is_mine: true,
    may_edit: true,
    sharing: 'private',
    client_id: null,
    filter: '',
    sort: '',
    columns: null,
    density: null,
    quick: [],
    version: 1,
    updated_at: '2026-11-22T08:00:00Z',
    ...more,
  };
}

export function storeView(more: Partial<View> = {}, opensFirst = false): View {
  const view = viewOf(more);
  kept.views.push(view);
  if (opensFirst) kept.defaultId = view.id;
  return view;
}

async function bodyOf(request: Request): Promise<Partial<View>> {
  const body: unknown = await request.json();
  return isRecord(body) ? body : {};
}

export const viewHandlers: HttpHandler[] = [
  http.get(`${API}/views`, ({ request }) => {
    const items = kept.views.filter((view) => view.module === new URL(request.url).searchParams.get('module'));
    const first = items.find((view) => view.id === kept.defaultId)?.id ?? null;
    return HttpResponse.json({ items, default_id: first, default_from: first === null ? null : 'person' });
  }),
  http.post(`${API}/views`, async ({ request }) => HttpResponse.json(storeView(await bodyOf(request)), { status: 201 })),
  http.patch(`${API}/views/:id`, async ({ params, request }) => {
    const change = await bodyOf(request);
    kept.views = kept.views.map((view) => (view.id === params['id'] ? { ...view, ...change, version: view.version + 1 } : view));
    return HttpResponse.json(kept.views.find((view) => view.id === params['id']));
  }),
  http.delete(`${API}/views/:id`, ({ params }) => {
    kept.views = kept.views.filter((view) => view.id !== params['id']);
    return new HttpResponse(null, { status: 204 });
  }),
  http.put(`${API}/views/:id/default`, ({ params }) => {
    kept.defaultId = String(params['id']);
    return new HttpResponse(null, { status: 204 });
  }),
  http.post(`${API}/views/:id/default/drop`, () => {
    kept.defaultId = null;
    return new HttpResponse(null, { status: 204 });
  }),
  http.get(`${API}/preferences`, () =>
    HttpResponse.json({
      items: [...kept.preferences].map(([key, value]) => ({ key, value, version: 1, updated_at: '2026-11-22T08:00:00Z' })),
    }),
  ),
  http.put(`${API}/preferences/:key`, async ({ params, request }) => {
    const body: unknown = await request.json();
    kept.preferences.set(String(params['key']), isRecord(body) ? body['value'] : null);
    return HttpResponse.json({ key: params['key'], value: null, version: 1, updated_at: '2026-11-22T08:00:00Z' });
  }),
  http.delete(`${API}/preferences/:key`, ({ params }) => {
    kept.preferences.delete(String(params['key']));
    return new HttpResponse(null, { status: 204 });
  }),
];
