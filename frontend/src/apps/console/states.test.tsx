import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test, vi } from 'vitest';
import { renderConsole } from '@/testing/render';
import { session } from '@/testing/mockApi';
import { server } from '@/testing/setup';
import { routes } from './routes';

/** What the shell itself asks for; without it there is no page at all. */
const OF_SHELL = /\/(auth\/|me\/|preferences|notifications|jobs\/stream|reviews\/count)/u;
const SECTIONS = ['users', 'roles', 'tokens', 'types', 'fields', 'identity', 'decisions', 'sources', 'switches'];
/** Nothing is asked for, or nothing before somebody does something there, or what is missing is a part of the page. */
const ASKS_NOTHING = new Set(['imports/new', 'assets/labels', 'help/:guide?', 'settings/:section?', '*']);
const PARAMS: Readonly<Record<string, string>> = { assetId: 'a1', clientId: 'c0', importId: 'i1', 'step?': 'check', jobId: 'j1', code: 'x' };

const below = routes.find((route) => route.path?.startsWith('/t/'))?.children ?? [];
const paths = [
  ...below.map((route) => route.path ?? '').filter((path) => !ASKS_NOTHING.has(path)),
  ...SECTIONS.map((section) => `settings/${section}`),
].map((path) => path.replaceAll(/:(\w+\??)/gu, (_whole, name: string) => PARAMS[name] ?? name));

function answerWith(status: number, title: string) {
  server.use(
    http.get('*/api/v1/*', ({ request }) =>
      OF_SHELL.test(new URL(request.url).pathname) ? undefined : HttpResponse.json({ title, status, code: 'x', request_id: 'r1' }, { status }),
    ),
  );
}

describe('every page', () => {
  test.each(paths)('%s has a heading, says what failed, and offers to try again', async (path) => {
    answerWith(409, 'The database is being looked after.');
    renderConsole(`/t/northwind/all/${path}`);
    expect((await screen.findAllByText('The database is being looked after.')).length).toBeGreaterThan(0);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(screen.getAllByRole('button', { name: 'Retry' }).length).toBeGreaterThan(0);
  });

  test.each(['assets', 'clients/c0', 'jobs', 'settings/roles'])('%s refused to a role offers no trying again', async (path) => {
    answerWith(403, 'Your role may not do this.');
    renderConsole(`/t/northwind/all/${path}`);
    await waitFor(() => expect(screen.getByRole('main')).toHaveTextContent('Your role may not do this.'));
    expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument();
  });
});

/** What the browser tells of its connection. */
async function connected(isOnline: boolean): Promise<void> {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  await act(async () => {
    window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
    await Promise.resolve();
  });
}

test('offline: a strip above the page, what was read stays, and the strip goes by itself', async () => {
  renderConsole('/t/northwind/all/clients');
  expect(await screen.findByText('Acme Ltd', { selector: '[role="rowheader"] *' })).toBeInTheDocument();
  await connected(false);
  expect(await screen.findByText(/^You are offline/)).toHaveAttribute('role', 'alert');
  expect(screen.getByText('Acme Ltd', { selector: '[role="rowheader"] *' })).toBeInTheDocument();
  await connected(true);
  await waitFor(() => expect(screen.queryByText(/^You are offline/)).not.toBeInTheDocument());
  vi.restoreAllMocks();
});

test('partial: counts that can not be read leave their column empty, and the list as it is', async () => {
  server.use(http.get('*/assets/spread', () => HttpResponse.json({ title: 'Too much at once.' }, { status: 503 })));
  renderConsole('/t/northwind/all/clients');
  const name = await screen.findByText('Acme Ltd', { selector: '[role="rowheader"] *' });
  expect(name.closest('[role="row"]')?.querySelector('[data-col-id="assets"]')?.textContent).toBe('');
  expect(screen.getByRole('columnheader', { name: 'Assets' })).not.toHaveAttribute('aria-sort');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test.each([
  ['a workspace that is closed to them', '/t/northwind/all/assets', [{ id: 't1', slug: 'northwind', name: 'Northwind', role: 'viewer' }]],
  ['no workspace at all', '/', []],
])('who has %s can sign out, to come as somebody else', async (_what, path, tenants) => {
  let isOut = false;
  server.use(
    http.get('*/me/context', () => HttpResponse.json({ title: 'This workspace is suspended.', code: 'x' }, { status: 403 })),
    http.get('*/auth/session', () => (isOut ? HttpResponse.json({ title: 'Sign in first.', code: 'unauthenticated' }, { status: 401 }) : HttpResponse.json({ ...session, tenants }))),
    http.post('*/auth/logout', () => {
      isOut = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user, router } = renderConsole(path);
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  await waitFor(() => expect(isOut).toBe(true));
  expect(router.state.location.pathname).toBe('/login');
  expect(await screen.findByLabelText('E-mail')).toBeInTheDocument();
});
