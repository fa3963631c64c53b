import { screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { context } from '@/testing/mockApi';
import { storedPreference, storePreference, storeView } from '@/testing/mockViews';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const ASSETS = '/t/northwind/all/assets';

test('has one banner, one navigation, one main and one heading; the skip link comes first', async () => {
  const { user } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  expect(screen.getAllByRole('banner')).toHaveLength(1);
  expect(screen.getAllByRole('navigation', { name: 'Main' })).toHaveLength(1);
  expect(screen.getAllByRole('main')).toHaveLength(1);
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  screen.getByRole('heading', { level: 1 }).blur();
  await user.tab();
  expect(screen.getByRole('link', { name: 'Skip to content' })).toHaveFocus();
});

test('choosing a client narrows the path and every request', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.url.includes('/assets/rows')) asked.push(request.url);
  });
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  const scope = screen.getByRole('combobox', { name: 'Client' });
  expect(scope).toHaveValue('All clients');
  await user.clear(scope);
  await user.type(scope, 'glo');
  await user.click(await screen.findByRole('option', { name: 'Globex' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/globex/assets'));
  await waitFor(() => expect(asked.at(-1)).toContain('client=c1'));
});

test('the clients one was in last stand on top', async () => {
  localStorage.setItem('quarterdeck.clients.northwind', JSON.stringify(['hooli', 'initech']));
  const { user } = renderConsole(ASSETS);
  await user.click(await screen.findByRole('combobox', { name: 'Client' }));
  const options = await screen.findAllByRole('option');
  expect(options.slice(0, 4).map((option) => option.textContent)).toEqual(['All clients', 'Hooli', 'Initech', 'Acme Ltd']);
  localStorage.clear();
});

test('@ finds people and leads to their client', async () => {
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Search assets, clients and commands' }), '@pri{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/clients/c0'));
});

test('shows only what the role may do', async () => {
  server.use(http.get('*/me/context', () => HttpResponse.json({ ...context, permissions: ['assets:read'] })));
  renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  const navigation = screen.getByRole('navigation', { name: 'Main' });
  const links = within(navigation).getAllByRole('link').map((link) => link.textContent);
  expect(links).toEqual(['Assets', 'Workstation', 'Server', 'Network device', 'Mobile device', 'Printer', 'Deleted assets', 'Settings']);
  expect(screen.queryByRole('button', { name: 'New' })).not.toBeInTheDocument();
});

test('the palette finds an asset and opens it', async () => {
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.keyboard('{Control>}k{/Control}');
  const input = await screen.findByRole('combobox', { name: 'Search assets, clients and commands' });
  expect(input).toHaveAttribute('aria-controls', (await screen.findByRole('listbox', { name: 'Command palette' })).id);
  await user.type(input, '4XK2F93');
  await user.click(await screen.findByRole('option', { name: /dell-00000/ }));
  await waitFor(() => expect(router.state.location.search).toBe('?open=a0'));
});

test('Enter before the answer waits for it', async () => {
  server.use(
    http.get('*/assets/search', async ({ request }) => {
      await delay(400);
      const serial = new URL(request.url).searchParams.get('q') ?? '';
      const client = { id: 'c0', label: 'Acme Ltd' };
      const hit = { id: 'a5', tag: 'AST-000006', name: 'found', type: 'server', status: 'deployed', client, matched: { field: 'serial', value: serial } };
      return HttpResponse.json({ items: [hit] });
    }),
  );
  const { user, router } = renderConsole(ASSETS);
  await screen.findByRole('heading', { level: 1 });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: /search/i }), 'as{Enter}');
  await waitFor(() => expect(router.state.location.search).toContain('open=a5'));
});

test('the palette switches clients with # and lists commands with >', async () => {
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.keyboard('{Control>}k{/Control}');
  const input = await screen.findByRole('combobox', { name: 'Search assets, clients and commands' });
  await user.type(input, '>dark');
  expect(await screen.findByRole('option', { name: 'Use dark theme' })).toBeInTheDocument();
  await user.type(input, ' nothing');
  expect(await screen.findByText(/^Nothing found for/)).toBeInTheDocument();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Search assets, clients and commands' }), '#glo');
  // The answers to "#g" and "#gl" come first and are replaced.
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
  await user.click(await screen.findByRole('option', { name: 'Globex' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/globex/assets'));
});

test('g then j goes to jobs, and ? lists the keys', async () => {
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toHaveTextContent('Open the command palette');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await user.keyboard('gj');
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs'));
});

test('the header tells of running jobs', async () => {
  const { user } = renderConsole(ASSETS);
  await user.click(await screen.findByRole('button', { name: '1 job running' }));
  expect(await screen.findByText('1,904 of 3,120 (61 %)')).toBeInTheDocument();
});

test('a session that ends asks to sign in over the page and goes on', async () => {
  let ended = true;
  server.use(http.get('*/assets/rows', () => (ended ? HttpResponse.json({ title: 'Sign in.' }, { status: 401 }) : undefined)));
  const { user } = renderConsole(ASSETS);
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  ended = false;
  await user.type(await within(dialog).findByLabelText('Password'), 'correct horse');
  await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

test('a closed tenant and an unknown page say so', async () => {
  server.use(http.get('*/me/context', () => HttpResponse.json({ title: 'There is no such organisation.' }, { status: 404 })));
  renderConsole('/t/elsewhere/all/assets');
  expect(await screen.findByText('There is no such organisation.')).toBeInTheDocument();
});

test('a client that is not there says so, and offers the same page over all', async () => {
  const { user, router } = renderConsole('/t/northwind/acne/jobs?state=failed');
  expect(await screen.findByRole('heading', { name: 'There is no client “acne” here' })).toBeInTheDocument();
  await user.click(screen.getByRole('link', { name: 'Look in all clients' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Jobs' })).toBeInTheDocument();
  expect(router.state.location).toMatchObject({ pathname: '/t/northwind/all/jobs', search: '?state=failed' });
});

test('an address that leads nowhere offers the way home', async () => {
  renderConsole('/t/northwind/all/nothing');
  expect(await screen.findByRole('heading', { name: 'There is nothing at this address' })).toBeInTheDocument();
});

test('types and pinned views stand below Assets, and folding is remembered on the server', async () => {
  storeView({ name: 'Lost ones', filter: 'status=missing' });
  storePreference('views.pinned', ['v1']);
  const { user, router } = renderConsole('/t/northwind/all/assets');
  const navigation = await screen.findByRole('navigation', { name: 'Main' });
  await user.click(await within(navigation).findByRole('link', { name: 'Printer' }));
  await waitFor(() => expect(router.state.location.search).toBe('?v=all&q=type%3Dprinter'));
  expect(within(navigation).getByRole('link', { name: 'Printer' })).toHaveAttribute('aria-current', 'page');
  await user.click(within(navigation).getByRole('link', { name: /Lost ones/ }));
  await waitFor(() => expect(router.state.location.search).toBe('?v=v1'));
  await user.click(within(navigation).getByRole('button', { name: 'Inside Assets' }));
  expect(within(navigation).queryByRole('link', { name: 'Printer' })).not.toBeInTheDocument();
  await waitFor(() => expect(storedPreference('nav.folded')).toEqual(['/assets']), { timeout: 4_000 });
});

test('single keys do nothing once they are off; combinations still do', async () => {
  storePreference('keys.single', false);
  const { user } = renderConsole('/t/northwind/all/assets');
  await screen.findByText('AST-000001');
  await waitFor(async () => {
    await user.keyboard('?');
    expect(screen.queryByRole('dialog', { name: 'Keyboard shortcuts' })).not.toBeInTheDocument();
  });
  await user.keyboard('{Control>}k{/Control}');
  expect(await screen.findByRole('dialog', { name: 'Command palette' })).toBeInTheDocument();
});

test('the rail offers what the module can do', async () => {
  const { user } = renderConsole('/t/northwind/all/assets');
  await screen.findByText('AST-000001');
  const rail = screen.getByRole('toolbar', { name: 'Actions for this list' });
  await user.click(within(rail).getByRole('button', { name: 'New asset' }));
  expect(await screen.findByRole('dialog', { name: 'New asset' })).toBeInTheDocument();
});

test('the help menu leads to the guides of this version', async () => {
  const { user } = renderConsole('/t/northwind/all/help/going-back');
  const text = await screen.findByRole('article');
  expect(within(text).getByText('Deleted assets.')).toBeInTheDocument();
  expect(text).not.toHaveTextContent(/[*`]/);
  await user.click(screen.getByRole('button', { name: 'Help' }));
  expect(await screen.findAllByText(/^Quarterdeck \d+\.\d+/)).toHaveLength(2);
  await user.click(await screen.findByRole('menuitem', { name: 'Guides' }));
  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Finding: search, filters, views');
});
