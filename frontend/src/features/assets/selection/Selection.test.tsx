import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const ASSETS = '/t/northwind/all/assets';
const bar = () => screen.findByRole('toolbar', { name: 'Selection' });

async function opened(path = ASSETS) {
  const view = renderConsole(path);
  await screen.findByText('AST-000001');
  return { ...view, grid: screen.getByRole('grid', { name: 'Assets' }) };
}

const focusRow = (grid: HTMLElement, row: number): void =>
  grid.querySelector<HTMLElement>(`[data-row-index="${String(row)}"] [data-col-id="name"]`)?.focus();

/** The bodies sent to a path, as they come. */
function bodiesOf(path: string): unknown[] {
  const sent: unknown[] = [];
  server.use(
    http.post(`*/api/v1${path}`, async ({ request }) => {
      sent.push(await request.clone().json());
      return undefined;
    }),
  );
  return sent;
}

test('Ctrl+A means all that match, and the bar says so, also what was left out', async () => {
  const { user, grid } = await opened();
  await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '12482'));
  focusRow(grid, 2);
  await user.keyboard('{Control>}a{/Control}');
  expect(await bar()).toHaveTextContent('All 12,481 matching selected');
  await user.keyboard('x');
  expect(await bar()).toHaveTextContent('All 12,480 matching selected (1 excluded)');
  expect(within(grid).getAllByRole('row')[3]).toHaveAttribute('aria-selected', 'false');
});

test('all matching is let go when the filter changes, and Restore brings it back', async () => {
  const { user, grid, router } = await opened();
  focusRow(grid, 0);
  await user.keyboard('{Control>}a{/Control}');
  await bar();
  await user.click(screen.getByRole('button', { name: 'In repair', pressed: false }));
  expect(await screen.findByText('The selection was cleared because the filter changed.')).toBeInTheDocument();
  expect(screen.queryByText(/matching selected/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Restore' }));
  await waitFor(() => expect(router.state.location.search).toBe(''));
  expect(await bar()).toHaveTextContent(/matching selected/);
});

test('rows picked by hand stay when the filter changes; those out of sight are counted and can be shown', async () => {
  const { user, grid, router } = await opened();
  focusRow(grid, 0);
  await user.keyboard('x{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(await bar()).toHaveTextContent('3 selected');
  await user.click(screen.getByRole('button', { name: 'In repair', pressed: false }));
  expect(await screen.findByText('2 hidden by the filter')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show selected' }));
  await waitFor(() => expect(router.state.location.search).toBe('?only=s1'));
  expect(await screen.findByText('Showing only the 3 selected assets.')).toBeInTheDocument();
});

test('what is picked while the former rows still stand belongs to those', async () => {
  const { user, grid } = await opened();
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  server.use(
    http.get('*/api/v1/assets/rows', async () => {
      await held;
      return undefined;
    }),
  );
  await user.click(screen.getByRole('button', { name: 'In repair', pressed: false }));
  focusRow(grid, 0);
  await user.keyboard('x{ArrowDown}x');
  expect(await bar()).toHaveTextContent('2 selected');
  letThrough();
  expect(await screen.findByText('1 hidden by the filter')).toBeInTheDocument();
});

test('the menu beside the header box chooses what is on screen, the inverse, or nothing', async () => {
  const { user } = await opened();
  const choose = async (name: RegExp | string): Promise<void> => {
    await user.click(screen.getByRole('button', { name: 'Choose what to select' }));
    await user.click(await screen.findByRole('menuitem', { name }));
  };
  await choose(/^Rows on screen/);
  expect(await bar()).toHaveTextContent(/^\d+ selected/);
  await choose('Invert');
  expect(await bar()).toHaveTextContent(/matching selected \(\d+ excluded\)/);
  await choose('None');
  await waitFor(() => expect(screen.queryByRole('toolbar', { name: 'Selection' })).not.toBeInTheDocument());
});

test('a range over rows never loaded is asked of the server', async () => {
  const { user, grid } = await opened();
  await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '12482'));
  const ranges: string[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.url.includes('/assets/range')) ranges.push(new URL(request.url).search);
  });
  focusRow(grid, 0);
  await user.keyboard('x{Control>}{End}{/Control}');
  await waitFor(() => expect(grid.querySelector('[data-row-id="a12480"]')).not.toBeNull());
  const last = grid.querySelector<HTMLElement>('[data-row-id="a12480"] input[type="checkbox"]');
  await user.keyboard('{Shift>}');
  if (last !== null) await user.click(last);
  await user.keyboard('{/Shift}');
  await waitFor(() => expect(ranges).toEqual(['?anchor=a0&end=a12480']));
  // The set is larger than what can be picked by hand, and says so instead of taking a part.
  expect(await screen.findByText(/At most 10,000 rows can be picked/)).toBeInTheDocument();
  expect(await bar()).toHaveTextContent('1 selected');
});

test('an export of all matching sends the frozen selection with filter and exclusions, never the filter again', async () => {
  const selections = bodiesOf('/selections');
  const exports = bodiesOf('/assets/export');
  const { user, grid } = await opened(`${ASSETS}?q=status%3Ddeployed`);
  focusRow(grid, 1);
  await user.keyboard('{Control>}a{/Control}x');
  await user.click(within(await bar()).getByRole('button', { name: 'Export' }));
  await user.click(await screen.findByRole('menuitem', { name: 'CSV file' }));
  await waitFor(() => expect(exports).toHaveLength(1));
  expect(selections).toEqual([{ mode: 'all', filter: 'status=deployed', exclude: ['a1'] }]);
  expect(exports[0]).toMatchObject({ selection: 's1', filter: null });
});

test('quick search and the client one is in belong to all matching (netbox #7445, #15852, #6433)', async () => {
  const selections = bodiesOf('/selections');
  const exports = bodiesOf('/assets/export');
  const { user, grid } = await opened('/t/northwind/globex/assets?q=dell');
  focusRow(grid, 0);
  await user.keyboard('{Control>}a{/Control}');
  await user.click(within(await bar()).getByRole('button', { name: 'Export' }));
  await user.click(await screen.findByRole('menuitem', { name: 'CSV file' }));
  await waitFor(() => expect(exports).toHaveLength(1));
  expect(selections).toEqual([{ mode: 'all', client: 'c1', filter: 'dell', exclude: [] }]);
});
