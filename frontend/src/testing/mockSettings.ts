import { http, HttpResponse, type HttpHandler } from 'msw';
import { TYPES } from './fixtures';

const API = '*/api/v1';
const page = (items: readonly unknown[]) => () => HttpResponse.json({ items, next_cursor: null });

const member = (more: Record<string, unknown>) => ({
  role: 'technician',
  client_mode: 'all',
  client_ids: [],
  is_active: true,
  is_pending: false,
  has_second_factor: false,
  invitation_expires_at: null,
  version: 1,
  ...more,
});

/** What administration asks for, of an organisation with two people and a role of its own. */
const NO_RULES = { section: null, minimum: null, maximum: null, max_length: null, pattern: null, pattern_hint: null, default_value: null, is_unique: false };

export const settingsHandlers = (permissions: readonly string[]): HttpHandler[] => [
  http.get(
    `${API}/users`,
    page([
      member({ id: 'u1', email: 'rob@quarterdeck.test', name: 'Rob Bell', role: 'admin' }),
      member({ id: 'u2', email: 'priya@quarterdeck.test', name: 'Priya Shah', client_mode: 'allow', client_ids: ['c0', 'c1'], has_second_factor: true }),
      member({ id: 'u3', email: 'ana@quarterdeck.test', name: 'Ana Lima', is_pending: true, invitation_expires_at: '2026-11-01T10:00:00Z' }),
    ]),
  ),
  http.get(
    `${API}/roles`,
    page([
      { id: 'r1', key: 'admin', name: 'Administrator', is_builtin: true, permissions, members: 1, version: 1 },
      { id: 'r2', key: 'technician', name: 'Technician', is_builtin: true, permissions: ['assets:read', 'assets:write', 'imports:run'], members: 2, version: 1 },
      { id: 'r3', key: 'auditor', name: 'Auditor', is_builtin: false, permissions: ['assets:read'], members: 0, version: 1 },
    ]),
  ),
  http.get(
    `${API}/roles/permissions`,
    page([
      { key: 'assets:read', group: 'assets', label: 'See assets and their history' },
      { key: 'assets:write', group: 'assets', label: 'Create and change assets' },
      { key: 'tenant:manage', group: 'tenant', label: 'Close the tenant' },
    ]),
  ),
  http.get(
    `${API}/tokens`,
    page([
      {
        id: 'k1',
        name: 'Nightly export',
        scopes: ['assets:read'],
        owner: { id: 'u1', name: 'Rob Bell', email: 'rob@quarterdeck.test' },
        created_at: '2026-11-01T00:00:00Z',
        expires_at: null,
        last_used_at: null,
      },
    ]),
  ),
  http.get(`${API}/asset-types`, page(TYPES.map(([key, name], place) => ({ id: `y${String(place)}`, key, name, is_builtin: true, icon: 'device', version: 1 })))),
  http.get(`${API}/custom-fields/usage`, () => HttpResponse.json({ assets: { rack: 3 } })),
  http.get(`${API}/notifications/kinds`, () =>
    HttpResponse.json({ items: ['job.failed', 'job.partly_succeeded', 'job.succeeded', 'job.cancelled'].map((kind) => ({ kind, is_on: true })) }),
  ),
  http.post(`${API}/custom-fields/:id/impact`, () => HttpResponse.json({ breaking: 0, samples: [], is_complete: true, missing: 0, of_other_types: 0, duplicates: [], duplicated: 0 })),
  http.get(
    `${API}/custom-fields`,
    page([
      { ...NO_RULES, id: 'f1', key: 'rack', label: 'Rack', kind: 'text', choices: [], required: false, help_text: null, position: 0, asset_types: ['server'], version: 1 },
      { ...NO_RULES, id: 'f2', key: 'shelf', label: 'Shelf', kind: 'text', choices: [], required: false, help_text: null, position: 1, asset_types: [], version: 4 },
    ]),
  ),
  http.get(`${API}/assets/spread`, () => HttpResponse.json({ assets: { server: 41, c0: 12, l1: 5, p1: 2 } })),
  http.get(
    `${API}/auth/sessions`,
    page([
      { id: 's1', created_at: '2026-11-20T09:00:00Z', last_seen_at: '2026-11-22T09:00:00Z', ip: '192.0.2.1', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0', is_current: true },
      { id: 's2', created_at: '2026-11-01T09:00:00Z', last_seen_at: '2026-11-02T09:00:00Z', ip: '192.0.2.7', user_agent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/144.0', is_current: false },
    ]),
  ),
];
