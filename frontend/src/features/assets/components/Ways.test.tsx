import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { storedPreference, storeView } from '@/testing/mockViews';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const ASSETS = '/t/northwind/all/assets';
const PALETTE = 'Search assets, clients and commands';
const shown = () => screen.findByText('AST-000001');
const cellOf = (row: number, column: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-row-index="${String(row)}"] [data-col-id="${column}"]`);

test('S8.1 the way back from an asset’s page leads to the same view and row', async () => {
  const { router } = renderConsole(`${ASSETS}?q=status%3Dmissing&sort=name&open=a3&tab=history`);
  await shown();
  await router.navigate(`${ASSETS}/a3`);
  await screen.findByRole('complementary', { name: 'Key facts' });
  const crumbs = await screen.findByRole('navigation', { name: 'Where this is' });
  expect(within(crumbs).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['All clients', 'Assets', 'AST-000004']);
  expect(within(crumbs).getByRole('link', { name: 'Assets' })).toHaveAttribute('href', `${ASSETS}?q=status%3Dmissing&sort=name&open=a3`);
});

test('S8.5 a form nobody touched is left without a question; leaving a changed one asks first, and staying keeps what was typed', async () => {
  const form = `${ASSETS}/a4/edit`;
  const elsewhere = '/t/northwind/all/help';
  // By its id: the names of some fifty fields take their time to be worked out.
  const name = () => document.querySelector<HTMLInputElement>('#field-name');
  const { user, router } = renderConsole(form);
  await waitFor(() => expect(name()).not.toBeNull());
  await act(() => router.navigate(elsewhere));
  expect(router.state.location.pathname).toBe(elsewhere);
  await act(() => router.navigate(form));
  await waitFor(() => expect(name()).not.toBeNull());
  name()?.focus();
  await user.paste('-new');
  const leave = async () => {
    await act(() => router.navigate(elsewhere));
    return within(await screen.findByRole('dialog', { name: 'Leave without saving?' }));
  };
  await user.click((await leave()).getByText('Cancel'));
  expect(router.state.location.pathname).toBe(form);
  expect(name()?.value).toMatch(/-new$/);
  await user.click((await leave()).getByText('Leave without saving'));
  await waitFor(() => expect(router.state.location.pathname).toBe(elsewhere));
});

test('S7.5 a tab that fails says so alone, S7.7 the pane is resized by keys and remembered', async () => {
  server.use(http.get('*/assets/:id/history', () => HttpResponse.json({ title: 'The journal is not answering.' }, { status: 503 })));
  const { user } = renderConsole(`${ASSETS}?open=a4&tab=history`);
  const drawer = await screen.findByRole('complementary', { name: 'Asset' });
  expect(await within(drawer).findByText('The journal is not answering.')).toBeInTheDocument();
  expect(within(drawer).getByRole('heading', { level: 2 })).toHaveTextContent(/\S/);
  await user.click(within(drawer).getByRole('tab', { name: 'Overview' }));
  expect(await within(drawer).findAllByText('Warranty ends')).not.toHaveLength(0);
  const separator = within(drawer).getByRole('separator');
  expect(separator).toHaveAttribute('aria-valuenow', '440');
  separator.focus();
  await user.keyboard('{ArrowLeft}');
  expect(separator).toHaveAttribute('aria-valuenow', '464');
  await waitFor(() => expect(storedPreference('pane.asset')).toBe(464), { timeout: 4_000 });
});

test('S5.6 a view that names a field which is gone opens, marks it, and shows no rows for less than was asked', async () => {
  storeView({ name: 'Old one', filter: 'vanished=yes' });
  let asked = 0;
  server.use(
    http.get('*/assets/rows', () => {
      asked += 1;
      return undefined;
    }),
  );
  const { user } = renderConsole(`${ASSETS}?v=v1`);
  expect(await screen.findByText('Part of this filter means nothing')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'View: Old one' })).toBeInTheDocument();
  expect(screen.getByText(/vanished/, { selector: '[data-token] *, [data-token]' })).toBeInTheDocument();
  expect(asked).toBe(0);
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await shown();
});

test('S9.5 the palette opens from a cell, from the drawer and while typing; single keys only where nothing is typed', async () => {
  const { user } = renderConsole(`${ASSETS}?open=a4`);
  const drawer = await screen.findByRole('complementary', { name: 'Asset' });
  await shown();
  const filter = screen.getByRole('textbox', { name: 'Filter' });
  const places = [cellOf(1, 'name'), within(drawer).getByRole('heading', { level: 2 }), filter];
  for (const place of places) {
    place?.focus();
    await user.keyboard('{Control>}k{/Control}');
    expect(await screen.findByRole('combobox', { name: PALETTE })).toHaveFocus();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  }
  filter.focus();
  await user.keyboard('?');
  expect(filter).toHaveValue('?');
  within(drawer).getByRole('heading', { level: 2 }).focus();
  await user.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeInTheDocument();
});

test('S9.6 with the search down the commands still work, and it says so', async () => {
  server.use(http.get('*/assets/search', () => HttpResponse.json({ title: 'Search is down.' }, { status: 503 })));
  const { user, router } = renderConsole(ASSETS);
  await shown();
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: PALETTE }), 'jobs');
  expect(await screen.findByText('Search is not answering; commands still work.')).toBeInTheDocument();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs'));
});

test('a colon leads to a column of the list, and to a field of the open asset', async () => {
  const { user, router } = renderConsole(ASSETS);
  await shown();
  const goTo = async (text: string): Promise<void> => {
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: PALETTE }), text);
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await user.keyboard('{Enter}');
  };
  await goTo(':seria');
  await waitFor(() => expect(cellOf(0, 'serial')).toHaveFocus());
  await router.navigate(`${ASSETS}?open=a4&tab=history`);
  await screen.findByRole('complementary', { name: 'Asset' });
  await screen.findByRole('tab', { name: 'History', selected: true });
  await goTo(':warranty');
  expect(await screen.findByLabelText(/^Warranty/)).toBeInTheDocument();
  expect(router.state.location.search).toBe('?open=a4');
});
