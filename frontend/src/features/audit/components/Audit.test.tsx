import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { auditEntry } from '@/testing/mockAudit';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const PAGE = '/t/northwind/all/audit';

test('an entry tells before and after of every field, and leads to the rest of its change', async () => {
  const { user, router } = renderConsole(PAGE);
  const line = await screen.findByText('Status: In stock → Deployed and 1 more');
  await user.click(line);
  const pane = within(await screen.findByLabelText('Audit entry'));
  expect(pane.getByText('Moved <b>desk</b>')).toBeInTheDocument();
  expect(pane.getByText('In stock').closest('tr')).toHaveTextContent('StatusIn stockDeployed');
  expect(pane.getByRole('link', { name: 'Open the asset' })).toHaveAttribute('href', '/t/northwind/all/assets/a4?tab=history');
  await user.click(pane.getByText('All of this change'));
  expect(router.state.location.search).toBe('?change_set=s1');
  expect(await screen.findByText('One change')).toBeInTheDocument();
});

const SET = '01a22476-e2c4-7671-98a7-ef9e716d7b67';
const OBJECT = '01a22476-e389-774d-9057-99ba200b3472';

test('the address of an entry opens it afresh, wherever it stands in the log', async () => {
  const old = auditEntry(7, { change_set_id: SET, object_id: OBJECT, label: 'PRN-0042', asset_id: null });
  server.use(
    http.get('*/api/v1/audit', ({ request }) => {
      const asked = new URL(request.url).searchParams;
      return asked.get('change_set') === SET && asked.get('object') === OBJECT ? HttpResponse.json({ items: [old], next_cursor: null }) : undefined;
    }),
  );
  const { unmount, user, router } = renderConsole(`${PAGE}?open=${SET}.${OBJECT}.7`);
  const pane = within(await screen.findByLabelText('Audit entry'));
  expect(await pane.findByText('asset PRN-0042')).toBeInTheDocument();
  expect(pane.queryByRole('link', { name: 'Open the asset' })).toBeNull();
  expect(pane.getByText('In stock').closest('tr')).toHaveTextContent('StatusIn stockDeployed');
  await user.click(pane.getByLabelText('Close'));
  expect(router.state.location.search).toBe('');
  expect(screen.queryByLabelText('Audit entry')).toBeNull();
  unmount();
  renderConsole(`${PAGE}?open=${SET}.${OBJECT}.8`);
  expect(await screen.findByText(/^This entry is not there/)).toBeInTheDocument();
});

test('the log is narrowed in the address, and what is exported is what is shown', async () => {
  const sent: unknown[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.url.endsWith('/audit/export')) void request.clone().json().then((body) => sent.push(body));
  });
  const { user, router } = renderConsole(`${PAGE}?operation=insert&from=2026-11-01T00:00:00.000Z`);
  expect(await screen.findByText('Priya Shah')).toBeInTheDocument();
  expect(screen.queryByText('Status: In stock → Deployed and 1 more')).toBeNull();
  await user.click(screen.getByText('Export CSV'));
  await waitFor(() => expect(sent).toEqual([{ operation: 'insert', since: '2026-11-01T00:00:00.000Z' }]));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs/j6'));
});

test('the log is narrowed to a kind of record', async () => {
  const asked: (string | null)[] = [];
  server.events.on('request:start', ({ request }) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/audit')) asked.push(url.searchParams.get('kind'));
  });
  const { user, router } = renderConsole(PAGE);
  await user.click(await screen.findByRole('combobox', { name: 'Kind of record' }));
  await user.click(await screen.findByRole('option', { name: 'Client' }));
  await waitFor(() => expect(router.state.location.search).toBe('?kind=client'));
  await waitFor(() => expect(asked.at(-1)).toBe('client'));
});

test('a search for what is rare says how far back it has come, and goes on by itself', async () => {
  let goOn = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  server.use(
    http.get('*/api/v1/audit', async ({ request }) => {
      const cursor = new URL(request.url).searchParams.get('cursor');
      if (cursor === null) return HttpResponse.json({ items: [], next_cursor: 'further', looked_back_to: '2026-10-03T10:00:00Z' });
      await waiting;
      return HttpResponse.json({ items: [auditEntry(9, { label: 'PRN-0042' })], next_cursor: null, looked_back_to: null });
    }),
  );
  renderConsole(`${PAGE}?operation=update`);
  const told = await screen.findByText(/^Looked back to Oct 3, 2026/);
  expect(told).toHaveAttribute('role', 'status');
  goOn();
  expect(await screen.findByText(/PRN-0042/)).toBeInTheDocument();
  expect(screen.queryByText(/^Looked back to/)).toBeNull();
});

test('a link from a job opens what that job changed, and says so', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => asked.push(request.url));
  renderConsole(`${PAGE}?job=j6`);
  expect(await screen.findByText('Priya Shah')).toBeInTheDocument();
  const logs = asked.filter((url) => /\/audit\?/.test(url));
  expect(logs.length).toBeGreaterThan(0);
  expect(logs.every((url) => new URL(url).searchParams.get('job') === 'j6')).toBe(true);
});

test('the seals say how far, and can be verified', async () => {
  let asked = 0;
  const altered = { job_id: 'j7', state: 'altered', at: '2026-11-22T09:00:00Z', message: '1 of 12 days are not as they were sealed.' };
  server.use(
    http.get('*/audit/seals', () =>
      HttpResponse.json({ sealed_until: '2026-11-21', days: 12, changes: 3_400, head: 'ab12cd', verification: asked === 0 ? null : altered }),
    ),
    http.post('*/audit/verify', () => {
      asked += 1;
      return HttpResponse.json({ id: 'j7' }, { status: 202 });
    }),
  );
  const { user } = renderConsole(PAGE);
  await user.click(await screen.findByText('Tamper evidence'));
  expect(await screen.findByText('3,400 changes of 12 days are sealed.')).toBeInTheDocument();
  await user.click(screen.getByText('Verify now'));
  expect(await screen.findByText(/1 of 12 days are not as they were sealed/)).toBeInTheDocument();
});
