import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { undoPreview } from '@/testing/mockBulk';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';
import './AssetDrawer'; // these come in pieces of their own, and the first test would wait for them
import '@/shared/merging/MergeDialog';

const dialog = () => screen.findByRole('dialog', { name: 'Merge assets' });
const row = (scope: HTMLElement, name: string) => within(scope).getByRole('rowheader', { name }).closest('tr');

async function opened(rows: number) {
  const view = renderConsole('/t/northwind/all/assets');
  await screen.findByText('AST-000001');
  const grid = screen.getByRole('grid', { name: 'Assets' });
  grid.querySelector<HTMLElement>('[data-row-index="0"] [data-col-id="name"]')?.focus();
  await view.user.keyboard(`x{Shift>}${'{ArrowDown}'.repeat(rows - 1)}{/Shift}`);
  await view.user.click(within(await screen.findByRole('toolbar', { name: 'Selection' })).getByRole('button', { name: 'More' }));
  return view;
}

/** The merges asked for: into which, at which version, and what. */
function merges(): unknown[] {
  const asked: unknown[] = [];
  server.use(
    http.post('*/api/v1/assets/:id/merge', async ({ request, params }) => {
      asked.push([params['id'], request.headers.get('If-Match'), await request.clone().json()]);
      return undefined;
    }),
  );
  return asked;
}

test('two selected assets become one: who stays and each value are chosen, and the toast leads back', async () => {
  const asked = merges();
  const { user } = await opened(2);
  await user.click(await screen.findByRole('menuitem', { name: 'Merge' }));
  const shown = await dialog();
  const serial = await waitFor(() => row(shown, 'Serial number'));
  expect(serial).toHaveTextContent('CN7ZZ000');
  expect(serial).toHaveTextContent('<b>PF2AB9X1</b>');
  expect(row(shown, 'MAC addresses')).toHaveTextContent('3c:52:82:11:22:30, 3c:52:82:11:22:31');
  expect(within(shown).queryByRole('rowheader', { name: 'Model' })).not.toBeInTheDocument();

  await user.click(within(shown).getByRole('radio', { name: 'AST-000002' }));
  expect(await within(shown).findByRole('button', { name: 'Merge into AST-000002' })).toBeEnabled();
  await user.click(within(shown).getByRole('button', { name: 'Serial number: keep CN7ZZ000 of AST-000001' }));
  await user.type(within(shown).getByLabelText(/Why are they the same/), 'Two stickers');
  await user.click(within(shown).getByRole('button', { name: 'Merge into AST-000002' }));
  expect(await screen.findByText('Merged AST-000001 into AST-000002.')).toBeInTheDocument();
  expect(asked).toEqual([['a1', '"4"', { assets: ['a0'], fields: { serial: 'a0' }, reason: 'Two stickers' }]]);
  expect(screen.getByRole('button', { name: 'Undo' })).toBeInTheDocument();
});

test('a single one asks for the other first, and a refusal is told in its own words', async () => {
  const title = 'These assets belong to different clients. Your settings don’t allow merging them.';
  server.use(http.post('*/api/v1/assets/:id/merge', () => HttpResponse.json({ title, code: 'merge_refused' }, { status: 409 })));
  const { user } = renderConsole('/t/northwind/all/assets?open=a5&tab=identity');
  await user.click(await screen.findByRole('button', { name: 'Merge with another asset' }, { timeout: 15_000 }));
  const shown = await dialog();
  expect(await within(shown).findByText('Add the asset that is the same.')).toBeInTheDocument();
  await user.type(within(shown).getByRole('combobox', { name: 'Add another asset' }), '5CG');
  await user.click(await screen.findByRole('option', { name: /^AST-000001/ }));
  await user.click(await within(shown).findByRole('button', { name: 'Merge into AST-000006' }));
  expect(await within(shown).findByText(title)).toBeInTheDocument();
});

test('one that may not be merged with it is left out again', async () => {
  server.use(
    http.get('*/api/v1/assets/:id/merge', ({ request }) =>
      request.url.includes('with=a0') ? HttpResponse.json({ title: 'These assets belong to different clients.', code: 'merge_refused' }, { status: 409 }) : undefined,
    ),
  );
  const { user } = renderConsole('/t/northwind/all/assets?open=a5&tab=identity');
  await user.click(await screen.findByText('Merge with another asset', {}, { timeout: 15_000 }));
  const shown = await dialog();
  await user.type(within(shown).getByPlaceholderText('Tag, serial number, name …'), '5CG');
  await user.click(await screen.findByText(/^AST-000001 ·/));
  expect(await within(shown).findByText('These assets belong to different clients.')).toBeInTheDocument();
  await user.click(within(shown).getByText('Leave the last one out again'));
  expect(await within(shown).findByText('Add the asset that is the same.')).toBeInTheDocument();
});

test('more than may be merged at once says so', async () => {
  await opened(21);
  const item = await screen.findByRole('menuitem', { name: /^Merge/ });
  expect(item).toHaveTextContent('Select 20 assets at most');
  expect(item).toBeDisabled();
});

test('what was merged in is told with who, when and why, and taken apart after a look at what that does', async () => {
  const undone: string[] = [];
  server.use(
    http.get('*/api/v1/change-sets/:id/undo', () => HttpResponse.json(undoPreview({ objects: 2, restorable: 2 }))),
    http.post('*/api/v1/change-sets/:id/undo', ({ params }) => {
      undone.push(String(params['id']));
      return undefined;
    }),
  );
  const { user } = renderConsole('/t/northwind/all/assets?open=a0&tab=identity');
  const merged = await screen.findByRole('region', { name: 'Merged into it' }, { timeout: 15_000 });
  await within(merged).findByText('<i>LON-77</i>');
  expect(merged).toHaveTextContent('by Priya Shah');
  expect(merged).toHaveTextContent('Same laptop, two stickers');
  await user.click(within(merged).getByRole('button', { name: 'Unmerge AST-009001' }));
  const shown = await screen.findByRole('dialog', { name: 'Undo: merging AST-009001 into AST-000001' });
  await user.click(await within(shown).findByRole('button', { name: 'Undo on 2 records' }));
  await waitFor(() => expect(undone).toEqual(['cs5']));
  expect(await screen.findByText(/^Undone: merging/)).toBeInTheDocument();
});

test('an address of an asset that was merged leads to the one that stayed', async () => {
  const title = 'LT-2 was merged into LT-1. Open that one instead.';
  server.use(http.get('*/api/v1/assets/m1', () => HttpResponse.json({ title, code: 'asset_merged', merged_into: { id: 'a0', tag: 'LT-1', name: 'WS' } }, { status: 410 })));
  renderConsole('/t/northwind/all/assets/m1');
  expect(await screen.findByText(title)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open LT-1' })).toHaveAttribute('href', '/t/northwind/all/assets/a0');
});
