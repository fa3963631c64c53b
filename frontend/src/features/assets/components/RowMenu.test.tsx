import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';

const cellOf = (row: number, column: string): HTMLElement => {
  const cell = document.querySelector<HTMLElement>(`[data-row-index="${String(row)}"] [data-col-id="${column}"]`);
  if (cell === null) throw new Error(`There is no ${column} in row ${String(row)}.`);
  return cell;
};

async function opened() {
  const view = renderConsole('/t/northwind/all/assets');
  await screen.findByText('AST-000001');
  return view;
}

const menuOf = (name: string) => screen.findByRole('menu', { name: `Actions for ${name}` });

test('S2.8 the button of a row, Shift+F10 and the menu key open the same menu, and Escape goes back to the cell', async () => {
  const { user } = await opened();
  const labelsIn = (menu: HTMLElement): (string | null)[] => within(menu).getAllByRole('menuitem').map((item) => item.textContent);
  await user.click(screen.getByRole('button', { name: 'Actions for AST-000002' }));
  const byButton = labelsIn(await menuOf('AST-000002'));
  expect(byButton).toEqual(expect.arrayContaining(['Open on its own page', 'Print label', 'Copy link', 'Retire']));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('menu')).not.toBeInTheDocument());
  expect(cellOf(1, '$actions')).toHaveFocus();

  cellOf(1, 'name').focus();
  await user.keyboard('{Shift>}{F10}{/Shift}');
  expect(labelsIn(await menuOf('AST-000002'))).toEqual(byButton);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(cellOf(1, 'name')).toHaveFocus());

  await user.keyboard('{ContextMenu}');
  expect(labelsIn(await menuOf('AST-000002'))).toEqual(byButton);
});

test('S2.8 the end of a row is a cell: arrows reach it, Enter opens its menu, and an action is done to that row', async () => {
  const { user, router } = await opened();
  cellOf(2, 'name').focus();
  await user.keyboard('{End}');
  expect(cellOf(2, '$actions')).toHaveFocus();
  await user.keyboard('{Enter}');
  await user.click(within(await menuOf('AST-000003')).getByRole('menuitem', { name: 'Open on its own page' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/assets/a2'));
});

test('on a selected row the menu is for all that is selected', async () => {
  const { user } = await opened();
  cellOf(0, 'name').focus();
  await user.keyboard('x{Shift>}{ArrowDown}{/Shift}');
  await screen.findByText('2 selected');
  await user.keyboard('{Shift>}{F10}{/Shift}');
  const menu = await menuOf('All selected assets');
  expect(within(menu).queryByRole('menuitem', { name: 'Open' })).not.toBeInTheDocument();
  expect(within(menu).getByRole('menuitem', { name: 'Merge' })).toBeInTheDocument();
});
