import { http, HttpResponse, type HttpHandler } from 'msw';
import type { DeletedAsset } from '@/shared/api/types';

const API = '*/api/v1';

export const deletedAsset = (place: number, more: Partial<DeletedAsset> = {}): DeletedAsset => ({
  id: `d${String(place)}`,
  name: `old-desk-${String(place)}`,
  tag: `AST-90${String(place)}`,
  type: 'workstation',
  serial: `SN${String(place)}`,
  client_id: 'c0',
  client: 'Acme Ltd',
  deleted_at: '2026-11-21T10:00:00.000002Z',
  before_at: '2026-11-21T10:00:00.000001Z',
  deleted_by: place === 1 ? 'Rob <b>Bell</b>' : 'Priya Shah',
  origin: 'bulk',
  reason: place === 1 ? 'Sold at auction' : null,
  job_id: 'j7',
  change_set_id: 's7',
  ...more,
});

/** Three deleted assets, found by any word of theirs. */
export const deletedHandlers: HttpHandler[] = [
  http.get(`${API}/deleted-assets`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const [q, id] = [query.get('q'), query.get('id')];
    const items = [1, 2, 3].map((place) => deletedAsset(place)).filter((row) => (q === null || JSON.stringify(row).includes(q)) && (id === null || row.id === id));
    return HttpResponse.json({ items, next_cursor: null });
  }),
  http.get(`${API}/deleted-assets/count`, ({ request }) => {
    const q = new URL(request.url).searchParams.get('q');
    return HttpResponse.json({ value: q === null ? 3 : 1, relation: 'eq' });
  }),
  http.post(`${API}/deleted-assets/look`, () => HttpResponse.json({ looked_at: 1, is_all: true, blocked: 0, reasons: [] })),
  http.post(`${API}/deleted-assets/restore`, () =>
    HttpResponse.json({ job_id: null, change_set_id: 'cs9', total: 1, restored: 1, failed: 0, problems: [] }, { status: 202 }),
  ),
];
