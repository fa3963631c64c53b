import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Attachment } from '@/shared/api/types';

const API = '*/api/v1';

export function attachmentOf(more: Partial<Attachment> = {}): Attachment {
  return {
    id: 'n1',
    asset_id: 'a4',
    merged_from: null,
    kind: 'note',
    text: '<b>Battery</b> swapped',
    file: null,
    author_id: 'u1',
    author_label: 'Rob Bell',
    created_at: '2026-11-22T08:00:00Z',
    updated_at: '2026-11-22T08:00:00Z',
    version: 1,
    ...more,
  };
}

const INVOICE = attachmentOf({ id: 'n2', kind: 'file', text: '', file: { name: 'invoice.pdf', media_type: 'application/pdf', size_bytes: 20_480 } });

export const attachmentHandlers: HttpHandler[] = [
  http.get(`${API}/assets/:id/attachments`, () => HttpResponse.json({ items: [attachmentOf(), INVOICE], next_cursor: null })),
];
