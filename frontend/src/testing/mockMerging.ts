import { http, HttpResponse, type HttpHandler } from 'msw';
import type { MergeField, MergeProposal } from '@/shared/merging/mergeApi';
import { assetOf } from './fixtures';

const API = '*/api/v1';

/** Made-up records of one machine: `a0` is the older, each further one says less and something else. */
export function mergeProposal(ids: readonly string[]): MergeProposal {
  const place = (id: string): number => Number(id.slice(1));
  const own = (field: string, label: string, value: (n: number) => string | string[] | null, more: Partial<MergeField> = {}): MergeField => {
    const values = ids.map((id) => value(place(id)));
    return { field, label, kind: 'text', values, differs: new Set(values.map(String)).size > 1, editable: true, taken_from: ids[0] ?? null, ...more };
  };
  return {
    assets: ids.map((id) => ({ id, tag: `AST-${String(place(id) + 1).padStart(6, '0')}`, name: `WS-${String(place(id))}`, client: { id: 'c0', label: 'Acme Ltd' }, version: 3 + place(id) })),
    fields: [
      own('name', 'Name', (n) => `WS-${String(n)}`),
      own('serial', 'Serial number', (n) => (n === 1 ? '<b>PF2AB9X1</b>' : `CN7ZZ00${String(n)}`)),
      own('supplier', 'Supplier', (n) => (n === 1 ? 'Dell' : null), { differs: false, taken_from: ids.includes('a1') ? 'a1' : null }),
      own('model', 'Model', () => 'Latitude 7440', { differs: false }),
      own('mac', 'MAC addresses', (n) => [`3c:52:82:11:22:3${String(n)}`], { kind: 'list', taken_from: null }),
    ],
  };
}

export const mergeHandlers: HttpHandler[] = [
  http.get(`${API}/assets/:id/merge`, ({ params, request }) =>
    HttpResponse.json(mergeProposal([String(params['id']), ...(new URL(request.url).searchParams.get('with') ?? '').split(',').filter(Boolean)])),
  ),
  http.post(`${API}/assets/:id/merge`, () => HttpResponse.json(assetOf(0), { headers: { 'Quarterdeck-Change-Set': 'cs9' } })),
  http.get(`${API}/intake/decisions`, () => HttpResponse.json({ items: [], next_cursor: null })),
  http.get(`${API}/assets/:id/decisions`, () =>
    HttpResponse.json({
      items: [
        {
          batch_id: 'b1',
          row: 88,
          at: '2026-11-20T09:00:00Z',
          source: 'file:inventory',
          outcome: 'updated',
          reason: 'Row 88 is AST-000001: serial number equal; name differs (renamed).',
          score: 0.9997,
          matched_on: ['serial'],
          evidence: [
            { kind: 'serial', label: 'Serial number', finding: 'equal', weight: 9, incoming: '<b>PF2AB9X1</b>', on_record: '<b>PF2AB9X1</b>' },
            { kind: 'hostname', label: 'Name', finding: 'differs', weight: -1, incoming: 'LON-77', on_record: 'WS-0012' },
          ],
          kept: [{ label: 'RAM (MB)', reason: 'RAM (MB) kept: locked by Priya Shah since 3 Nov 2026 - “sticker misread”.' }],
        },
      ],
      next_cursor: null,
    }),
  ),
  http.get(`${API}/assets/:id/merges`, () =>
    HttpResponse.json({
      items: [
        {
          merged_id: 'm1',
          tag: 'AST-009001',
          name: '<i>LON-77</i>',
          merged_at: '2026-11-21T09:00:00Z',
          merged_by_label: 'Priya Shah',
          change_set_id: 'cs5',
          reason: 'Same laptop, two stickers',
          taken: ['Supplier'],
        },
      ],
      next_cursor: null,
    }),
  ),
];
