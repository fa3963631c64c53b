import { http, HttpResponse, type HttpHandler } from 'msw';
import type { ReviewDetail, ReviewItem } from '@/shared/api/types';

const API = '*/api/v1';
const LABELS = ['LT-014', 'LT-015', '<b>=cmd|calc</b>'];

export function reviewItem(place: number, more: Partial<ReviewItem> = {}): ReviewItem {
  return {
    id: `r${String(place)}`,
    version: 1,
    state: 'open',
    label: LABELS[place] ?? `LT-${String(place)}`,
    type: 'workstation',
    client: { id: 'c0', label: 'Acme Ltd' },
    source: 'agent:Datto RMM',
    row: 88 + place,
    job_id: 'j1',
    doubt: place === 2 ? 'uncertain' : 'conflict',
    doubt_label: place === 2 ? 'Probably the same' : 'Identifiers of two assets',
    reason: 'serial says AST-0412, but the MAC address is that of AST-0413.',
    score: 0.98,
    candidate: { id: 'a412', label: 'AST-0412' },
    alike: 'conflict; mac different; serial equal',
    times_seen: 2,
    created_at: '2026-11-27T09:00:00Z',
    decided_at: null,
    decided_by: null,
    told: null,
    asset_id: null,
    change_set_id: null,
    ...more,
  };
}

const finding = (label: string, word: string, weight: number, incoming: string, onRecord: string) => ({
  kind: 'serial',
  label,
  finding: word,
  weight,
  incoming,
  on_record: onRecord,
});

export function reviewDetail(item: ReviewItem): ReviewDetail {
  const candidate = { row: null, is_gone: false, matched_on: ['serial'] };
  const side = (field: string, label: string, incoming: unknown, mine: unknown, other: unknown, differs: boolean) => ({
    field,
    label,
    kind: 'text',
    incoming,
    candidates: [mine, other],
    differs: [differs, mine !== other],
  });
  return {
    ...item,
    candidates: [
      {
        ...candidate,
        asset_id: 'a412',
        label: 'AST-0412',
        name: 'Priya laptop',
        score: 0.98,
        evidence: [finding('Serial number', 'equal', 10, '4XK2', '4XK2'), finding('MAC address', 'different', -2, '00:1b:01', '00:1b:02')],
      },
      { ...candidate, asset_id: 'a413', label: 'AST-0413', name: 'Spare', score: 0.01, evidence: [finding('MAC address', 'equal', 6, '00:1b:01', '00:1b:01')] },
    ],
    fields: [
      side('name', 'Name', item.label, 'Priya laptop', 'Spare', true),
      side('serial', 'Serial number', '4XK2', '4XK2', '9PL1', false),
      side('status', 'Status', null, 'deployed', 'in_stock', false),
    ],
    alike_open: 2,
    tag_taken_by: null,
  };
}

const ITEMS = [reviewItem(0), reviewItem(1), reviewItem(2)];
const COUNT = { value: 'conflict', label: 'Identifiers of two assets', count: 2 };

/** The review queue's part of the API, answering from made-up data. */
export const reviewHandlers: HttpHandler[] = [
  http.get(`${API}/intake/reviews/counts`, () =>
    HttpResponse.json({ total: 3, open: 3, decided_today: 4, by_doubt: [COUNT], by_source: [], by_client: [] }),
  ),
  http.get(`${API}/intake/reviews`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const decided = reviewItem(3, { state: 'merged', told: 'Merged into AST-0412: decided by Rob Bell.', decided_by: 'Rob Bell', decided_at: '2026-11-28T09:00:00Z' });
    const doubt = query.get('doubt');
    const items = query.get('state') === 'decided' ? [decided] : ITEMS.filter((item) => doubt === null || item.doubt === doubt);
    return HttpResponse.json({ items, next_cursor: null });
  }),
  http.get(`${API}/intake/reviews/:id`, ({ params }) => {
    const place = Number(String(params['id']).slice(1));
    const item = place === 3 ? reviewItem(3, { state: 'merged', told: 'Merged into AST-0412: decided by Rob Bell.' }) : reviewItem(place);
    return HttpResponse.json(reviewDetail(item));
  }),
];
