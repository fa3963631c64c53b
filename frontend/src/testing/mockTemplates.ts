import { http, HttpResponse, type HttpHandler } from 'msw';
import type { BulkTemplate } from '@/shared/api/types';

const API = '*/api/v1';

/** Sets the status, and asks for the client. */
export const template = (more: Partial<BulkTemplate> = {}): BulkTemplate => ({
  id: 't1',
  name: 'Refresh 2026',
  description: '',
  owner_id: 'u1',
  owner_label: 'Rob Bell',
  is_mine: true,
  may_edit: true,
  sharing: 'team',
  client_id: null,
  operation: {
    kind: 'edit',
    edits: [
      { action: 'set', field: 'status', value: 'in_repair' },
      { action: 'set', field: 'cf.rack', parameter: 'rack' },
    ],
  },
  parameters: [{ key: 'rack', label: 'Which rack', required: true, default: null }],
  labels: {},
  version: 3,
  updated_at: '2026-11-22T08:00:00Z',
  ...more,
});

export const templateHandlers: HttpHandler[] = [
  http.get(`${API}/bulk-templates`, () => HttpResponse.json({ items: [template(), template({ id: 't2', name: 'Retire to stock', parameters: [], operation: { kind: 'edit', edits: [{ action: 'clear', field: 'assigned_to' }] } })] })),
  http.get(`${API}/bulk-templates/:id/versions`, () =>
    HttpResponse.json({
      items: [
        { ...template(), at: '2026-11-22T08:00:00Z', by: 'Rob Bell', change_set_id: 'cs1' },
        { ...template({ version: 2, parameters: [], operation: { kind: 'edit', edits: [{ action: 'set', field: 'status', value: 'retired' }] } }), at: '2026-11-21T08:00:00Z', by: 'Priya Shah', change_set_id: 'cs0' },
      ],
    }),
  ),
  http.post(`${API}/bulk-templates`, () => HttpResponse.json(template({ id: 't3' }), { status: 201 })),
  http.patch(`${API}/bulk-templates/:id`, () => HttpResponse.json(template({ version: 4 }))),
  http.delete(`${API}/bulk-templates/:id`, () => new HttpResponse(null, { status: 204, headers: { 'Quarterdeck-Change-Set': 'cs7' } })),
];
