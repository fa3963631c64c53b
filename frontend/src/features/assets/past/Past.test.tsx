import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const AT = '2026-11-20T08:00:00.000Z';
const ASSETS = '/t/northwind/all/assets';

function askedFor(): URL[] {
  const asked: URL[] = [];
  server.events.on('request:start', ({ request }) => {
    const url = new URL(request.url);
    if (url.pathname.includes('/assets/')) asked.push(url);
  });
  return asked;
}

test('the list as of a moment is asked for in a dialog, says so, and leads back to now', async () => {
  const asked = askedFor();
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.click(screen.getByLabelText('Show the list as of a moment'));
  const dialog = within(await screen.findByRole('dialog', { name: 'Show the list as of a moment' }));
  await user.click(dialog.getByText('A week ago'));
  await user.click(dialog.getByText('Show'));
  await waitFor(() => expect(router.state.location.search).toMatch(/^\?asof=20/u));
  expect(await screen.findByText(/^You see the list as it was on /u)).toBeInTheDocument();
  await waitFor(() => expect(asked.some((url) => url.pathname.endsWith('/rows') && url.searchParams.has('at'))).toBe(true));
  await user.click(screen.getByText('Back to now'));
  await waitFor(() => expect(router.state.location.search).toBe(''));
});

test('nothing of the past can be picked, edited, counted or exported', async () => {
  const asked = askedFor();
  const { user } = renderConsole(`${ASSETS}?asof=${AT}`);
  await screen.findByText('AST-000001');
  const grid = await screen.findByRole('grid', { name: 'Assets' });
  expect(within(grid).queryByRole('checkbox')).not.toBeInTheDocument();
  grid.querySelector<HTMLElement>('[data-row-index="0"] [data-col-id="name"]')?.focus();
  await user.keyboard('x{F2}{Control>}a{/Control}');
  expect(screen.queryByText('1 selected')).not.toBeInTheDocument();
  expect(within(grid).queryByRole('textbox')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Export this list' })).toHaveAttribute('aria-disabled', 'true');
  expect(asked.every((url) => !/\/(count|locate|range)$/u.test(url.pathname))).toBe(true);
});

test('a row of the past opens as it was then, also when it is deleted now', async () => {
  const moments: string[] = [];
  server.use(
    http.get('*/assets/a1', () => HttpResponse.json({ title: 'There is no such asset.', code: 'asset_not_found' }, { status: 404 })),
    http.get('*/assets/:id/as-of', ({ request }) => {
      moments.push(new URL(request.url).searchParams.get('at') ?? '');
      return HttpResponse.json({ asset_id: 'a1', at: AT, exists: true, type: 'workstation', values: { name: 'old-name' }, labels: {} });
    }),
  );
  renderConsole(`${ASSETS}?asof=${AT}&open=a1`);
  expect(await screen.findByText('old-name')).toBeInTheDocument();
  expect(moments).toEqual([AT]);
});

test('before there was anything the list is empty, and offers nothing to add to the past', async () => {
  server.use(http.get('*/assets/rows', () => HttpResponse.json({ rows: [], start: 0, total: { value: 0, relation: 'eq' }, version: 1, jump: true })));
  renderConsole(`${ASSETS}?asof=${AT}`);
  expect(await screen.findByText('There were no assets then')).toBeInTheDocument();
  expect(screen.queryByText('New asset')).not.toBeInTheDocument();
});

test('a moment too far back says why and keeps the way to another', async () => {
  server.use(
    http.get('*/assets/rows', () =>
      HttpResponse.json({ title: 'More than 200,000 changes were made since then.', code: 'past_too_far' }, { status: 409 }),
    ),
  );
  renderConsole(`${ASSETS}?asof=${AT}`);
  expect(await screen.findByRole('alert')).toHaveTextContent('Too far back for a listMore than 200,000 changes were made since then.');
  expect(screen.getByText('Another moment…')).toBeInTheDocument();
});
