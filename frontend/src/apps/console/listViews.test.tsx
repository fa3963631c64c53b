import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { storedPreference, storedViews, storePreference, storeView } from '@/testing/mockViews';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const at = (path: string): string => `/t/northwind/all${path}`;

/** What a list was asked for, without its paging. */
function asked(path: string): URLSearchParams[] {
  const seen: URLSearchParams[] = [];
  server.events.on('request:start', ({ request }) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith(path)) seen.push(url.searchParams);
  });
  return seen;
}

describe('every list opens through its views', () => {
  test.each([
    ['clients', '/clients?', '/clients', 'q=acme'],
    ['locations', '/clients/c0?', '/locations', 'q=leeds'],
    ['contacts', '/clients/c0?tab=contacts&', '/contacts', 'q=priya'],
    ['imports', '/imports?', '/imports', 'state=failed'],
    ['reviews', '/reviews?', '/reviews', 'state=decided'],
    ['audit', '/audit?', '/audit', 'operation=delete'],
    ['members', '/settings/users?', '/users', 'q=priya'],
  ])('%s', async (module, path, resource, filter) => {
    storeView({ id: 'mine', module, name: 'Mine of it', filter });
    storeView({ id: 'other', module: 'elsewhere', name: 'Mine of it' });
    const seen = asked(resource);
    renderConsole(at(`${path}v=mine`));
    expect(await screen.findByRole('button', { name: 'View: Mine of it' })).toBeInTheDocument();
    await waitFor(() => expect(seen.map(String)).toContainEqual(expect.stringContaining(filter)));
  });
});

describe('views of a list without the filter language', () => {
  test('keep what narrows it, and show the same again', async () => {
    const seen = asked('/jobs');
    const { user, router } = renderConsole(at('/jobs?state=failed&kind=import'));
    await user.click(await screen.findByRole('button', { name: 'Save as view' }));
    await user.type(await screen.findByLabelText(/^Name/), 'Broken imports');
    await user.click(screen.getByLabelText('Pin in navigation'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.search).toBe('?v=v1'));
    expect(storedViews()[0]).toMatchObject({ module: 'jobs', filter: 'state=failed&kind=import' });
    const kept = await within(screen.getByRole('navigation', { name: 'Main' })).findByRole('link', { name: /Broken imports/ });
    expect(kept).toHaveAttribute('href', at('/jobs?v=v1'));
    await waitFor(() => expect(storedPreference('views.pinned.jobs')).toEqual(['v1']));
    expect(seen.at(-1)?.getAll('state')).toEqual(['failed']);
    expect(seen.at(-1)?.get('kind')).toBe('import');
  });

  test.each([
    ['locations', ''],
    ['contacts', 'tab=contacts&'],
  ])('of %s stand below Clients, at the client that is chosen', async (module, tab) => {
    storeView({ id: 'mine', module, name: 'Those in Leeds', filter: 'q=leeds' });
    storePreference(`views.pinned.${module}`, ['mine']);
    const seen = asked(`/${module}`);
    const { user } = renderConsole('/t/northwind/acme-ltd/clients/c0');
    const kept = await within(await screen.findByRole('navigation', { name: 'Main' })).findByRole('link', { name: /Those in Leeds/ });
    expect(kept).toHaveAttribute('href', `/t/northwind/acme-ltd/clients/c0?${tab}v=mine`);
    await user.click(kept);
    await waitFor(() => expect(seen.map(String)).toContainEqual(expect.stringContaining('q=leeds')));
    expect(kept).toHaveAttribute('aria-current', 'page');
  });

  test('of locations stand nowhere while all clients are looked at, but those of one client', async () => {
    storeView({ id: 'any', module: 'locations', name: 'Of any client' });
    storeView({ id: 'its', module: 'locations', name: 'Of this client', sharing: 'client', client_id: 'c1' });
    storePreference('views.pinned.locations', ['any', 'its']);
    renderConsole(at('/clients'));
    const navigation = await screen.findByRole('navigation', { name: 'Main' });
    expect(await within(navigation).findByRole('link', { name: /Of this client/ })).toHaveAttribute('href', at('/clients/c1?v=its'));
    expect(within(navigation).queryByRole('link', { name: /Of any client/ })).not.toBeInTheDocument();
  });

  test('a part taken out stays out, marks it modified, and is had back', async () => {
    storeView({ module: 'jobs', name: 'Broken', filter: 'state=failed&kind=import' });
    const { user, router } = renderConsole(at('/jobs?v=v1'));
    await user.click(await screen.findByRole('combobox', { name: 'Kind' }));
    await user.click(await screen.findByRole('option', { name: 'Import' }));
    await waitFor(() => expect(router.state.location.search).toBe('?v=v1&kind='));
    await user.click(screen.getByRole('button', { name: 'View: Broken, modified' }));
    await user.click(await screen.findByRole('option', { name: 'Reset' }));
    await waitFor(() => expect(router.state.location.search).toBe('?v=v1'));
  });

  test('one opens first, except where a link says what to show', async () => {
    storeView({ module: 'audit', name: 'Deletions', filter: 'operation=delete' }, true);
    const seen = asked('/audit');
    const { router, user } = renderConsole(at('/audit'));
    expect(await screen.findByRole('button', { name: 'View: Deletions' })).toBeInTheDocument();
    await waitFor(() => expect(seen.map(String)).toContainEqual(expect.stringContaining('operation=delete')));
    seen.length = 0;
    await router.navigate(at('/audit?job=j1'));
    expect(await screen.findByRole('button', { name: 'View: Whole log, modified' })).toBeInTheDocument();
    await waitFor(() => expect(seen[0]?.get('job')).toBe('j1'));
    expect(seen[0]?.get('operation')).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Clear/ }));
    await waitFor(() => expect(router.state.location.search).toBe('?v=all'));
  });

  test('somebody without such a view is told, and sees the whole list', async () => {
    renderConsole(at('/jobs?v=gone'));
    expect(await screen.findByText(/There is no such view/)).toHaveAttribute('role', 'status');
    expect(await screen.findByRole('grid', { name: 'Jobs' })).toBeInTheDocument();
  });

  test('each keeps its columns, and a list that is short is sorted by any of them', async () => {
    storePreference('layout.clients.v1', { columns: [{ id: 'slug', width: 222, visible: true }, { id: 'name', width: 200, visible: true }], density: 'compact' });
    storeView({ module: 'clients', name: 'By number', sort: '-assets', columns: [{ id: 'name', visible: true }, { id: 'assets', visible: true }] });
    const { user, router } = renderConsole(at('/clients?v=v1'));
    expect(await screen.findByRole('columnheader', { name: 'Address name' })).toHaveStyle({ width: '222px' });
    await user.click(screen.getByRole('columnheader', { name: 'Address name' }));
    await waitFor(() => expect(router.state.location.search).toBe('?v=v1&sort=slug'));
    expect(screen.getByRole('columnheader', { name: 'Address name' })).toHaveAttribute('aria-sort', 'ascending');
  });
});

test('a list whose views can not be read is the whole list', async () => {
  server.use(http.get('*/views', () => HttpResponse.json({ title: 'You may not do this.' }, { status: 403 })));
  renderConsole(at('/clients'));
  expect(await screen.findByRole('grid', { name: 'Clients' })).toBeInTheDocument();
});
