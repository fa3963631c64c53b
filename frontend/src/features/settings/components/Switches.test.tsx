import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { context } from '@/testing/mockApi';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const HOSTILE = '<script>alert(1)</script> \u202Eegats =1+1';
const rule = { state: 'off', percent: null, reason: HOSTILE, changed_by_label: 'Priya Shah', updated_at: '2026-11-20T09:00:00Z' };
const flag = { key: 'module.attachments', label: 'Files and notes', description: 'Notes and files.', kind: 'module', default: true, rule: null, on_for: 1, clients: 2, version: 7 };
const cell = (isOn: boolean) => ({ is_on: isOn, why: isOn ? 'default' : 'client', rule: isOn ? null : rule });
const rows = [
  { id: 'c0', name: 'Acme Ltd', is_active: true, flags: { 'module.attachments': cell(true) } },
  { id: 'c1', name: 'Globex', is_active: true, flags: { 'module.attachments': cell(false) } },
];

function switches(sent: unknown[] = []): void {
  server.use(
    http.get('*/flags', () => HttpResponse.json({ items: [flag], next_cursor: null })),
    http.get('*/flags/rows', () => HttpResponse.json({ items: rows, next_cursor: null })),
    http.put('*/flags/:key', async ({ request, params }) => {
      sent.push([params['key'], request.headers.get('If-Match'), await request.json()]);
      return HttpResponse.json(flag);
    }),
  );
}

test('shows clients by switches with who decided and why, and decides for one client with a reason', async () => {
  const sent: unknown[] = [];
  switches(sent);
  const { user } = renderConsole('/t/northwind/all/settings/switches');
  // By text and title: looking for roles in a grid costs seconds.
  expect(within(await screen.findByTitle(`${HOSTILE} (Priya Shah)`)).getByText('Off')).toBeInTheDocument();
  expect(screen.getByText('for this client')).toBeInTheDocument();

  await user.click(screen.getByText('Globex', { selector: '[role="rowheader"] *' }));
  const dialog = await screen.findByRole('dialog', { name: 'Change a switch' });
  await user.click(within(dialog).getByRole('button', { name: 'Change switch' }));
  expect(sent).toEqual([]);
  await user.type(within(dialog).getByRole('textbox', { name: /^Reason/ }), 'They asked for it');
  await user.click(within(dialog).getByRole('button', { name: 'Change switch' }));
  await waitFor(() => expect(sent).toEqual([['module.attachments', '"7"', { state: 'on', reason: 'They asked for it', client_ids: ['c1'] }]]));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

test('staged for a share of the clients, by a percentage and with a reason', async () => {
  const sent: unknown[] = [];
  switches(sent);
  const { user } = renderConsole('/t/northwind/all/settings/switches');
  await user.click(await screen.findByLabelText('Change Files and notes'));
  const dialog = within(await screen.findByRole('dialog', { name: 'Change a switch' }));
  await user.click(dialog.getByLabelText('Becomes', { selector: 'input' }));
  await user.click(await screen.findByText('On for a share of clients'));
  const share = dialog.getByLabelText(/^Share of clients/);
  await user.tripleClick(share);
  await user.paste('25');
  await user.type(dialog.getByLabelText(/^Reason/), 'A quarter first{Enter}');
  await waitFor(() => expect(sent).toEqual([['module.attachments', '"7"', { state: 'staged', percent: 25, reason: 'A quarter first' }]]));
});

test('somebody faster is shown, and one may decide all the same', async () => {
  const versions: unknown[] = [];
  switches();
  server.use(
    http.put('*/flags/:key', ({ request }) => {
      versions.push(request.headers.get('If-Match'));
      if (versions.length > 1) return HttpResponse.json(flag);
      return HttpResponse.json({ title: 'Somebody changed “Files and notes” since you read it.', code: 'changed_since_read', current: { ...flag, rule, version: 8 } }, { status: 412 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/settings/switches');
  await user.click(await screen.findByRole('button', { name: 'Change Files and notes' }));
  await user.type(await screen.findByRole('textbox', { name: /^Reason/ }), 'x');
  await user.click(screen.getByRole('button', { name: 'Change switch' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Priya Shah decided “off”');
  await user.click(screen.getByRole('button', { name: 'Decide all the same' }));
  await waitFor(() => expect(versions).toEqual(['"7"', '"8"']));
});

const without = (key: string) => ({ ...context, flags: context.flags.map((each) => (each.key === key ? { ...each, is_on: false } : each)) });

test('a module that is off has no tab, and its address says so', async () => {
  server.use(http.get('*/me/context', () => HttpResponse.json(without('module.attachments'))));
  renderConsole('/t/northwind/all/assets/a0?tab=files');
  expect(await screen.findByRole('heading', { name: 'Files & notes: not switched on for Acme Ltd' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open feature switches' })).toBeInTheDocument();
});

test('labels that are off print nothing, and are not offered', async () => {
  server.use(http.get('*/me/context', () => HttpResponse.json(without('module.labels'))));
  renderConsole('/t/northwind/all/assets/labels?ids=a0');
  expect(await screen.findByRole('heading', { name: 'Labels: not switched on' })).toBeInTheDocument();
});

test('the short form leads back to the classic one, for good', async () => {
  const sent: unknown[] = [];
  server.use(
    http.put('*/me/flags/:key', async ({ request, params }) => {
      sent.push([params['key'], await request.json()]);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user, router } = renderConsole('/t/northwind/all/clients');
  await screen.findByText('Acme Ltd', { selector: '[role="rowheader"] *' });
  await user.keyboard('c');
  server.use(http.get('*/me/context', () => HttpResponse.json(without('ui.quick_create'))));
  await user.click(await screen.findByRole('button', { name: 'Back to the classic form' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/assets/new'));
  expect(sent).toEqual([['ui.quick_create', { is_on: false }]]);
  expect(await screen.findByRole('button', { name: 'Use the new short form' })).toBeInTheDocument();
});
