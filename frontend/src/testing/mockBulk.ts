import { http, HttpResponse, type HttpHandler } from 'msw';
import { isRecord } from '@/shared/api/record';
import type { SelectionToken } from '@/shared/api/types';
import { assetRow, CLIENTS } from './fixtures';

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

/** Selections: what was asked for decides how many there are. */
export const bulkHandlers: HttpHandler[] = [
  http.post(`${API}/selections`, async ({ request }) => {
    const body: unknown = await request.json();
    const listed = (name: string): number => (isRecord(body) && Array.isArray(body[name]) ? body[name].length : 0);
    const all = isRecord(body) && body['mode'] === 'all';
    return HttpResponse.json(selectionToken({ mode: all ? 'all' : 'ids', count: all ? 12_481 - listed('exclude') : listed('ids') }), { status: 201 });
  }),
  http.get(`${API}/selections/:id`, ({ params }) => HttpResponse.json(selectionToken({ id: String(params['id']) }))),
  http.get(`${API}/assets/range`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const place = (name: string): number => Number(query.get(name)?.slice(1));
    const [low, high] = [Math.min(place('anchor'), place('end')), Math.max(place('anchor'), place('end'))];
    return HttpResponse.json({ ids: Array.from({ length: high - low + 1 }, (_, step) => assetRow(low + step).id) });
  }),
];
