import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, test } from 'vitest';
import { assetOf } from '@/testing/fixtures';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const JOBS = '/t/northwind/acme-ltd/jobs';
const ASSETS = '/t/northwind/acme-ltd/assets';
afterEach(() => localStorage.clear());

function collect() {
  const sent: { body: unknown; key: string | null }[] = [];
  server.use(
    http.post('*/api/v1/assets', async ({ request }) => {
      sent.push({ body: await request.json(), key: request.headers.get('Idempotency-Key') });
      return HttpResponse.json(assetOf(7), { status: 201 });
    }),
  );
  return sent;
}

async function open(user: ReturnType<typeof renderConsole>['user']) {
  await screen.findByRole('heading', { level: 1 });
  await user.keyboard('c');
  return screen.findByRole('dialog', { name: 'New asset' });
}

test('c opens a short form in which the client stands already; one after another can be saved', async () => {
  const sent = collect();
  const { user } = renderConsole(JOBS);
  const sheet = await open(user);
  const name = await within(sheet).findByRole('textbox', { name: /^Name/ });
  expect(within(sheet).getAllByRole('textbox').length).toBeLessThanOrEqual(8);
  await user.type(name, 'found on the floor');
  await user.click(within(sheet).getByRole('button', { name: 'Save and add another' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ name: 'found on the floor', client_id: 'c0', type: 'workstation' });
  await waitFor(() => expect(within(sheet).getByRole('textbox', { name: /^Name/ })).toHaveValue(''));
  await user.type(within(sheet).getByRole('textbox', { name: /^Name/ }), 'its twin');
  await user.click(within(sheet).getByRole('button', { name: 'Save and add another' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(await screen.findAllByRole('button', { name: 'Open' })).not.toHaveLength(0);
  expect(sent[1]?.key).not.toBe(sent[0]?.key);
});

test('save and open shows what was made', async () => {
  collect();
  const { user, router } = renderConsole(JOBS);
  const sheet = await open(user);
  await user.type(await within(sheet).findByRole('textbox', { name: /^Name/ }), 'one');
  await user.click(within(sheet).getByRole('button', { name: 'Save and open' }));
  await waitFor(() => expect(router.state.location.search).toBe('?open=a7'));
});

test('what was typed is there again after an accidental close, and can be thrown away', async () => {
  const { user } = renderConsole(JOBS);
  const sheet = await open(user);
  await user.type(await within(sheet).findByRole('textbox', { name: /^Name/ }), 'half done');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'New asset' })).not.toBeInTheDocument());
  const again = await open(user);
  expect(await within(again).findByRole('textbox', { name: /^Name/ })).toHaveValue('half done');
  await user.click(within(again).getByRole('button', { name: 'Start empty' }));
  expect(within(again).getByRole('textbox', { name: /^Name/ })).toHaveValue('');
});

test('a draft older than a day is forgotten', async () => {
  const draft = { type: 'workstation', values: { name: 'old' }, at: Date.now() - 25 * 3_600_000 };
  localStorage.setItem('quarterdeck.draft.asset:northwind', JSON.stringify(draft));
  const { user } = renderConsole(JOBS);
  const sheet = await open(user);
  expect(await within(sheet).findByRole('textbox', { name: /^Name/ })).toHaveValue('');
});

test('the list on screen shows what was made, marked among its rows', async () => {
  collect();
  const { user, container } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  const sheet = await open(user);
  await user.type(await within(sheet).findByRole('textbox', { name: /^Name/ }), 'one');
  await user.click(within(sheet).getByRole('button', { name: 'Save asset' }));
  expect(await screen.findByText(/is marked in the list/)).toBeInTheDocument();
  await waitFor(() => expect(container.querySelectorAll('[data-new]')).toHaveLength(1));
  expect(container.querySelector('[data-new]')).toHaveAttribute('data-row-id', 'a7');
});

test('a list that leaves it out says so, with the way to it', async () => {
  collect();
  server.use(http.get('*/api/v1/assets/locate', () => HttpResponse.json({ index: null })));
  const { user, router, container } = renderConsole(`${ASSETS}?q=status%3Dmissing`);
  await screen.findByText('AST-000001');
  const sheet = await open(user);
  await user.type(await within(sheet).findByRole('textbox', { name: /^Name/ }), 'one');
  await user.click(within(sheet).getByRole('button', { name: 'Save asset' }));
  expect(await screen.findByText(/This list leaves it out/)).toBeInTheDocument();
  expect(container.querySelector('[data-new]')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Open' }));
  await waitFor(() => expect(router.state.location.search).toBe('?open=a7'));
});
