import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { attachmentOf } from '@/testing/mockAttachments';
import { historyEntry } from '@/testing/mockHistory';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const OPEN = '/t/northwind/all/assets?open=a4';

test('a warranty stands above the history', async () => {
  renderConsole(`${OPEN}&tab=history`);
  const ahead = await screen.findByRole('region', { name: 'Lifecycle' });
  expect(ahead).toHaveTextContent(/Warranty ends/);
});

test('S8.2 relations are the same grid, with a selection and changes of its own', async () => {
  const frozen: unknown[] = [];
  server.use(
    http.post('*/selections', async ({ request }) => {
      frozen.push(await request.clone().json());
      return undefined;
    }),
  );
  const { user, router } = renderConsole(`${OPEN}&tab=relations`);
  await screen.findByRole('complementary', { name: 'Asset' });
  const shared = await screen.findByRole('region', { name: 'Shares with others' });
  const [tie] = await within(shared).findAllByRole('button', { name: /\d others$/, pressed: true });
  expect(tie).toHaveTextContent(/^Assigned to/);
  const grid = await within(shared).findByRole('grid', { name: /^Assets with Assigned to/ });
  await within(grid).findByText('AST-000001');
  grid.querySelector<HTMLElement>('[data-row-index="0"] [data-col-id="name"]')?.focus();
  await user.keyboard('e');
  expect(frozen).toEqual([]);
  await user.keyboard('xe');
  expect(within(shared).getByText('1 selected')).toBeInTheDocument();
  await waitFor(() => expect(frozen).toEqual([{ mode: 'ids', ids: ['a0'] }]));
  await user.keyboard('{Escape}');
  expect(within(shared).getByRole('link', { name: 'Open as a list' })).toHaveAttribute('href', expect.stringContaining('v=all&q=assigned_to'));
  await user.click(within(grid).getByText('AST-000002'));
  await waitFor(() => expect(router.state.location.search).toBe('?open=a1'));
});

test('an asset has a page with its facts, its code and the same tabs', async () => {
  renderConsole('/t/northwind/all/assets/a4');
  const facts = await screen.findByRole('complementary', { name: 'Key facts' });
  expect(facts).toHaveTextContent('AST-000005');
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Overview', 'History', 'Identity', 'Relations', 'Files & notes']);
  expect(await screen.findByRole('img', { name: 'QR code of AST-000005' })).toBeInTheDocument();
});

test('labels carry a QR code and a barcode of the tag', async () => {
  renderConsole('/t/northwind/all/assets/labels?ids=a4,a5');
  expect(await screen.findByRole('article', { name: 'AST-000005' })).toBeInTheDocument();
  expect(await screen.findByRole('img', { name: 'Barcode of AST-000006' })).toBeInTheDocument();
});

test('notes and files stand in the drawer as text, and a note is added', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/assets/:id/notes', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(attachmentOf({ id: 'n3' }), { status: 201 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/assets/a4?tab=files');
  expect(await screen.findByText('<b>Battery</b> swapped')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'invoice.pdf' })).toHaveAttribute('href', expect.stringContaining('/attachments/n2/content'));
  await user.click(screen.getByRole('textbox', { name: 'Write a note, or drop files here' }));
  await user.paste('Screen replaced');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect(sent).toEqual([{ text: 'Screen replaced' }]));
});

test('what came with a merged asset says so in notes and history, and leads to nothing of this one', async () => {
  const from = { id: 'm1', tag: 'AST-0123', name: 'LON-77' };
  server.use(
    http.get('*/assets/:id/attachments', () => HttpResponse.json({ items: [attachmentOf({ asset_id: 'm1', merged_from: from })], next_cursor: null })),
    http.get('*/assets/:id/history', () =>
      HttpResponse.json({
        items: [historyEntry({ id: 'h8', operation: 'merged', changes: [], merged_from: from }), historyEntry({ id: 'h9', merged_from: from }), historyEntry()],
        next_cursor: null,
      }),
    ),
  );
  const { user } = renderConsole(`${OPEN}&tab=files`);
  expect(await screen.findByText('from AST-0123, merged')).toBeInTheDocument();
  await user.click(screen.getByRole('tab', { name: 'History' }));
  expect(await screen.findByText('Merged into this asset')).toBeInTheDocument();
  expect(screen.getAllByText('from AST-0123, merged')).toHaveLength(2);
  expect(screen.getAllByRole('button', { name: /More about the change of/ })).toHaveLength(1);
  expect(screen.getAllByRole('button', { name: /Set Status back to/ })).toHaveLength(1);
});
