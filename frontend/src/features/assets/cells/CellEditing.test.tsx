import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { assetOf } from '@/testing/fixtures';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const cellOf = (row: number, column: string): HTMLElement => {
  const cell = document.querySelector<HTMLElement>(`[data-row-index="${String(row)}"] [data-col-id="${column}"]`);
  if (cell === null) throw new Error(`There is no ${column} in row ${String(row)}.`);
  return cell;
};

async function editing(column: string) {
  const view = renderConsole('/t/northwind/all/assets');
  await screen.findByText('AST-000001');
  cellOf(0, column).focus();
  await view.user.keyboard('{F2}');
  return view;
}

test('S2.6 F2 edits the cell, Enter saves at once and moves down', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/assets/:id', async ({ request }) => {
      sent.push([request.headers.get('If-Match'), await request.clone().json()]);
      return undefined;
    }),
  );
  const { user } = await editing('name');
  const input = await screen.findByRole('textbox', { name: 'Name' });
  expect(input).toHaveFocus();
  await user.clear(input);
  await user.type(input, 'reception-pc{Enter}');
  expect(cellOf(0, 'name')).toHaveTextContent('reception-pc');
  expect(cellOf(1, 'name')).toHaveFocus();
  await waitFor(() => expect(sent).toEqual([['"3"', { name: 'reception-pc' }]]));
  await waitFor(() => expect(screen.queryByRole('img', { name: 'Saving' })).not.toBeInTheDocument());
  expect(screen.queryByRole('complementary', { name: 'Asset' })).not.toBeInTheDocument();
});

test('S2.6 a lost race shows both values and two buttons', async () => {
  const versions: (string | null)[] = [];
  server.use(
    http.patch('*/assets/:id', ({ request }) => {
      versions.push(request.headers.get('If-Match'));
      if (versions.length > 1) return undefined;
      const current = { ...assetOf(0), name: 'theirs', version: 9 };
      return HttpResponse.json({ title: 'Somebody else changed this asset.', code: 'version_conflict', current }, { status: 412 });
    }),
  );
  const { user } = await editing('name');
  await user.clear(await screen.findByRole('textbox', { name: 'Name' }));
  await user.keyboard('mine{Enter}');
  const alert = await screen.findByText(/It now says: theirs/);
  expect(cellOf(0, 'name')).toHaveTextContent('mine');
  const panel = within(alert.closest<HTMLElement>('[role="alert"]') ?? document.body);
  expect(panel.getByRole('button', { name: 'Take theirs' })).toBeInTheDocument();
  await user.click(panel.getByRole('button', { name: 'Keep mine' }));
  await waitFor(() => expect(versions).toEqual(['"3"', '"9"']));
});

test('S2.6 a failure brings the old value back, says so at the cell, and what was typed is not lost', async () => {
  server.use(http.patch('*/assets/:id', () => HttpResponse.json({ title: 'The database is restarting.' }, { status: 500 })));
  const { user } = await editing('name');
  await user.clear(await screen.findByRole('textbox', { name: 'Name' }));
  await user.keyboard('mine{Enter}');
  expect(await screen.findByText('Name was not saved. The database is restarting.')).toBeInTheDocument();
  expect(cellOf(0, 'name')).toHaveTextContent('dell-00000');
  await user.click(screen.getByRole('button', { name: 'Edit again' }));
  expect(await screen.findByRole('textbox', { name: 'Name' })).toHaveValue('mine');
});

test('S2.6 a choice is saved as it is made, Escape gives up, and what can’t be changed says so', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/assets/:id', async ({ request }) => {
      sent.push(await request.clone().json());
      return undefined;
    }),
  );
  const { user } = await editing('status');
  await user.click(await screen.findByRole('option', { name: 'In repair' }));
  await waitFor(() => expect(sent).toEqual([{ status: 'in_repair' }]));
  cellOf(2, 'name').focus();
  await user.keyboard('{F2}xyz{Escape}');
  expect(cellOf(2, 'name')).toHaveTextContent('lenovo');
  expect(cellOf(2, 'name')).toHaveFocus();
  expect(sent).toHaveLength(1);
  cellOf(2, 'type').focus();
  await user.keyboard('{F2}');
  expect(await screen.findByText(/can’t be changed here/)).toBeInTheDocument();
});
