import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { context } from '@/testing/mockApi';
import { reviewItem } from '@/testing/mockReviews';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const QUEUE = '/t/northwind/all/reviews';
const pane = () => screen.findByRole('complementary', { name: 'Observation' });

/** Answers decisions and keeps what was asked. */
function decisions(): { path: string; body: unknown }[] {
  const asked: { path: string; body: unknown }[] = [];
  const note = async (request: Request): Promise<void> => {
    asked.push({ path: new URL(request.url).pathname.replace('/api/v1', ''), body: request.method === 'GET' ? null : await request.clone().json().catch(() => null) });
  };
  server.use(
    http.put('*/intake/reviews/:id/decision', async ({ request }) => {
      await note(request);
      return HttpResponse.json(reviewItem(0, { state: 'merged' }));
    }),
    http.post('*/intake/reviews/decisions', async ({ request }) => {
      await note(request);
      return HttpResponse.json({ wanted: 2, done: 2, failed: [], change_set_id: 's1', job_id: null });
    }),
    http.post('*/intake/reviews/:id/reopen', async ({ request }) => {
      await note(request);
      return HttpResponse.json({ items: [reviewItem(0)], next_cursor: null });
    }),
  );
  return asked;
}

test('opens with the first one: why it is here, what speaks for each asset; j and k walk on', async () => {
  const { router, user } = renderConsole(QUEUE);
  const shown = await pane();
  expect(await within(shown).findByRole('heading', { name: 'LT-014' })).toBeVisible();
  expect(within(shown).getByText(/the MAC address is that of AST-0413/)).toBeVisible();
  expect(within(shown).getByRole('radio', { name: /AST-0412/ })).toBeChecked();
  expect(within(shown).getByText(/Serial number equal/)).toHaveTextContent('Serial number equal (speaks for it) 4XK2');
  expect(within(shown).getByText(/MAC address different/)).toHaveTextContent('speaks against it');
  expect(router.state.location.search).toBe('?open=r0');
  expect(screen.getByText('3 left')).toBeVisible();
  expect(screen.getByText('3 to review')).toBeInTheDocument();
  await user.keyboard('j');
  await screen.findByText('LT-015', { selector: 'h2 bdi' });
  await user.keyboard('k');
  await waitFor(() => expect(router.state.location.search).toBe('?open=r0'));
});

test('a key merges with what was chosen field by field, goes on to the next, and the toast takes it back', async () => {
  const asked = decisions();
  const { user, router } = renderConsole(QUEUE);
  const shown = await pane();
  await user.click(await within(shown).findByRole('button', { name: 'Name: keep Priya laptop' }));
  await user.keyboard('m');
  await waitFor(() => expect(asked[0]).toEqual({ path: '/intake/reviews/r0/decision', body: { action: 'merge', asset_id: 'a412', fields: { name: 'keep' } } }));
  expect(await screen.findByText('LT-014 was merged into AST-0412.')).toBeVisible();
  await waitFor(() => expect(router.state.location.search).toBe('?open=r1'));
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked[1]?.path).toBe('/intake/reviews/r0/reopen'));
  expect(await screen.findByText('1 observation waits again.')).toBeVisible();
});

test('another candidate, a new asset, skipping: each by its key', async () => {
  const asked = decisions();
  const { user, router } = renderConsole(`${QUEUE}?open=r1`);
  await user.click(await screen.findByRole('radio', { name: /AST-0413/ }));
  await user.keyboard('m');
  await waitFor(() => expect(asked[0]?.body).toMatchObject({ asset_id: 'a413' }));
  await waitFor(() => expect(router.state.location.search).toBe('?open=r2'));
  await screen.findByRole('heading', { level: 2, name: '<b>=cmd|calc</b>' });
  await user.keyboard('c');
  await waitFor(() => expect(asked[1]).toEqual({ path: '/intake/reviews/r2/decision', body: { action: 'create', fields: {} } }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('one decision goes for all alike', async () => {
  const asked = decisions();
  const { user } = renderConsole(`${QUEUE}?job=j1`);
  await user.click(await screen.findByRole('button', { name: 'All 2 alike' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Skip all 2' }));
  await waitFor(() => expect(asked[0]?.body).toEqual({ action: 'skip', alike_to: 'r0', job_id: 'j1' }));
  expect(await screen.findByText('2 were decided.')).toBeVisible();
});

test('what was chosen in the list is decided together', async () => {
  const asked = decisions();
  const { user } = renderConsole(QUEUE);
  await user.click(await screen.findByRole('checkbox', { name: 'Select LT-014' }));
  await user.click(screen.getByRole('checkbox', { name: 'Select LT-015' }));
  await user.click(within(screen.getByRole('toolbar', { name: 'Selection' })).getByRole('button', { name: 'Create as new' }));
  await waitFor(() => expect(asked[0]?.body).toEqual({ action: 'create', ids: ['r0', 'r1'] }));
});

test('what has been decided is remembered and can be taken back', async () => {
  const asked = decisions();
  const { user } = renderConsole(`${QUEUE}?state=decided&open=r3`);
  expect(await screen.findAllByText('Merged into AST-0412: decided by Rob Bell.')).not.toHaveLength(0);
  await user.click(await screen.findByRole('button', { name: 'Take back' }));
  await waitFor(() => expect(asked[0]?.path).toBe('/intake/reviews/r3/reopen'));
});

test('an empty queue says so, an empty kind offers the rest, and a failure can be retried', async () => {
  server.use(http.get('*/intake/reviews', () => HttpResponse.json({ items: [], next_cursor: null })));
  const empty = renderConsole(QUEUE);
  expect(await screen.findByText('Nothing waits for you')).toBeVisible();
  empty.unmount();
  const kind = renderConsole(`${QUEUE}?doubt=uncertain`);
  await kind.user.click(await screen.findByRole('button', { name: 'Show the whole queue' }));
  expect(await screen.findByText('Nothing waits for you')).toBeVisible();
  kind.unmount();
  server.use(http.get('*/intake/reviews', () => HttpResponse.json({ title: 'You may not review.', code: 'forbidden' }, { status: 403 })));
  renderConsole(QUEUE);
  expect(await screen.findByText('You may not review.')).toBeVisible();
});

test('whoever may not write assets only looks', async () => {
  server.use(http.get('*/me/context', () => HttpResponse.json({ ...context, permissions: ['assets:read', 'imports:run'] })));
  renderConsole(QUEUE);
  expect(await screen.findByText(/deciding needs the permission/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /Merge into/ })).toBeNull();
});
