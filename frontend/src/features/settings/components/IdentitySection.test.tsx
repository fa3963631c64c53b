import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';
import type { JunkEntry, PairDecision } from '../api/identityQueries';

const SETTINGS = '/t/northwind/all/settings';
const OWN: JunkEntry = { id: 'k1', kind: 'serial', value: '<i>RACK-01</i>', reason: 'Written on every rack', is_shipped: false, is_junk: true, by: 'Priya Shah', at: '2026-11-20T09:00:00Z' };
const SHIPPED: JunkEntry = { id: null, kind: 'serial', value: 'Default string', reason: 'Stands where nobody filled in the field.', is_shipped: true, is_junk: true, by: null, at: null };

/** The lists as a server keeps them; what was written is told. */
function serveJunk(judged: Record<string, unknown> = {}): unknown[] {
  const written: unknown[] = [];
  server.use(
    http.get('*/api/v1/tenant', () => HttpResponse.json({ id: 't1', slug: 'northwind', name: 'Northwind IT', time_zone: 'UTC', currency: 'GBP', require_second_factor: false, identity_across_clients: 'never', version: 4 }, { headers: { ETag: '"4"' } })),
    http.get('*/api/v1/intake/junk', () => HttpResponse.json({ items: [OWN, SHIPPED], rules: { serial: ['Fewer than four characters.'] } })),
    http.get('*/api/v1/intake/junk/preview', ({ request }) =>
      HttpResponse.json({
        value: new URL(request.url).searchParams.get('value'),
        identifies_as: 'PF2AB9X1',
        why: null,
        is_shipped: false,
        is_junk: false,
        assets: 1,
        is_more: false,
        samples: [{ id: 'a0', tag: 'AST-000001', name: 'dell' }],
        ...judged,
      }),
    ),
    http.post('*/api/v1/intake/junk', async ({ request }) => {
      written.push(await request.json());
      return HttpResponse.json(OWN, { status: 201 });
    }),
    http.delete('*/api/v1/intake/junk/:id', ({ params }) => {
      written.push(`forget ${String(params['id'])}`);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return written;
}

test('a value is judged before it is listed: what it is recognised as, and who carries it', async () => {
  const written = serveJunk();
  const { user } = renderConsole(`${SETTINGS}/identity`);
  const form = await screen.findByRole('form', { name: 'Try a value' });
  await user.type(within(form).getByLabelText('Try a value'), 'S/N: PF2AB9X1');
  await waitFor(() => expect(within(form).getByRole('status')).toHaveTextContent('A device is recognised by it, as PF2AB9X1.'));
  expect(within(form).getByRole('status')).toHaveTextContent('1 asset carries it: AST-000001');
  await user.type(within(form).getByLabelText('Why? (optional)'), 'Every rack');
  await user.click(within(form).getByRole('button', { name: 'Put it on the list' }));
  await waitFor(() => expect(written).toEqual([{ kind: 'serial', value: 'S/N: PF2AB9X1', is_junk: true, note: 'Every rack' }]));
});

test('what identifies nothing says why, and can be let count', async () => {
  const written = serveJunk({ identifies_as: null, why: '‘Default string’ stands for no serial number.', is_shipped: true, is_junk: true, assets: 0, samples: [] });
  const { user } = renderConsole(`${SETTINGS}/identity`);
  const form = await screen.findByRole('form', { name: 'Try a value' });
  await user.type(within(form).getByLabelText('Try a value'), 'Default string');
  await waitFor(() => expect(within(form).getByRole('status')).toHaveTextContent('stands for no serial number'));
  await user.click(within(form).getByRole('button', { name: 'Let it count here' }));
  await waitFor(() => expect(written).toEqual([{ kind: 'serial', value: 'Default string', is_junk: false, note: null }]));
});

test('own entries stand first with who and why; removing one can be undone, a shipped one is let count', async () => {
  const written = serveJunk();
  const { user } = renderConsole(`${SETTINGS}/identity`);
  const list = await screen.findByRole('region', { name: 'The list' });
  expect(within(list).getAllByRole('rowheader')[0]).toHaveTextContent('<i>RACK-01</i>');
  expect(within(list).getAllByRole('row')[1]).toHaveTextContent('Priya Shah');
  await user.click(within(list).getByRole('button', { name: 'Remove <i>RACK-01</i> from the list' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await user.click(within(list).getByRole('button', { name: 'Let Default string count here' }));
  await waitFor(() =>
    expect(written).toEqual(['forget k1', { kind: 'serial', value: OWN.value, is_junk: true, note: OWN.reason }, { kind: 'serial', value: 'Default string', is_junk: false, note: null }]),
  );
});

test('other clients are looked at only when that is chosen, at the version that was read', async () => {
  serveJunk();
  const asked: unknown[] = [];
  server.use(
    http.patch('*/api/v1/tenant', async ({ request }) => {
      asked.push([request.headers.get('If-Match'), await request.json()]);
      return HttpResponse.json({ title: 'Somebody else changed the settings meanwhile.', code: 'tenant_changed' }, { status: 412 });
    }),
  );
  const { user } = renderConsole(`${SETTINGS}/identity`);
  await user.click(await screen.findByRole('radio', { name: /^Ask when it is on record/ }));
  expect(await screen.findByText('Somebody else changed the settings meanwhile.')).toBeInTheDocument();
  expect(asked).toEqual([['"4"', { identity_across_clients: 'review' }]]);
  expect(screen.getByRole('radio', { name: /^Each client for itself/ })).toBeChecked();
});

test('remembered decisions are forgotten one by one or several at once, after a question', async () => {
  const pair = (id: string, more: Partial<PairDecision> = {}): PairDecision => ({
    id,
    client_id: 'c0',
    label: `WS-${id}`,
    asset_id: 'a0',
    asset_tag: 'AST-0412',
    asset_name: 'dell',
    is_same: true,
    decided_by_label: 'Rob Bell',
    decided_at: '2026-11-21T09:00:00Z',
    ...more,
  });
  const forgotten: unknown[] = [];
  server.use(
    http.get('*/api/v1/intake/decisions', () => HttpResponse.json({ items: [pair('1'), pair('2', { is_same: false }), pair('3', { asset_tag: null, asset_name: null })], next_cursor: null })),
    http.post('*/api/v1/intake/decisions/forget', async ({ request }) => {
      forgotten.push(await request.json());
      return HttpResponse.json({ forgotten: 2 });
    }),
  );
  const { user } = renderConsole(`${SETTINGS}/decisions`);
  const list = await screen.findByRole('region', { name: 'Remembered decisions' });
  expect(within(list).getAllByRole('row')[2]).toHaveTextContent('is not AST-0412');
  expect(within(list).getAllByRole('row')[3]).toHaveTextContent('an asset that is no longer there');
  await user.click(within(list).getByRole('checkbox', { name: 'Select the decision about WS-1' }));
  await user.click(within(list).getByRole('checkbox', { name: 'Select the decision about WS-2' }));
  await user.click(screen.getByRole('button', { name: 'Forget 2 decisions' }));
  await user.click(within(await screen.findByRole('dialog', { name: 'Forget 2 decisions?' })).getByRole('button', { name: 'Forget' }));
  expect(await screen.findByText('2 decisions are forgotten.')).toBeInTheDocument();
  expect(forgotten).toEqual([{ ids: ['1', '2'] }]);
});
