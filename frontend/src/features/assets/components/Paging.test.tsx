import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { storePreference } from '@/testing/mockViews';
import { renderConsole } from '@/testing/render';

const ASSETS = '/t/northwind/all/assets';
const cellOf = (row: number, column: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-row-index="${String(row)}"] [data-col-id="${column}"]`);

test('in pages the rows keep their numbers, the address has the page, and keys walk past its end', async () => {
  storePreference('grid.pageSize', 50);
  const { user, router } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.click(await screen.findByRole('button', { name: 'Next page' }));
  await screen.findByText('AST-000051');
  expect(router.state.location.search).toBe('?page=2');
  expect(screen.queryByText('AST-000050')).not.toBeInTheDocument();
  expect(cellOf(50, 'name')?.closest('[role="row"]')).toHaveAttribute('aria-rowindex', '52');
  cellOf(50, 'name')?.focus();
  await user.keyboard('{ArrowUp}');
  await screen.findByText('AST-000050');
  await waitFor(() => expect(cellOf(49, 'name')).toHaveFocus());
  expect(screen.getByText(/^Page 1 of/)).toBeInTheDocument();
  await user.keyboard('{Control>}{End}{/Control}');
  await waitFor(() => expect(cellOf(12_480, '$actions')).toHaveFocus());
});

test('the box in the header takes the page, and all that match are one press away', async () => {
  storePreference('grid.pageSize', 50);
  const { user } = renderConsole(`${ASSETS}?page=3`);
  await screen.findByText('AST-000101');
  await user.click(screen.getByRole('checkbox', { name: 'Select the page' }));
  expect(await screen.findByText('50 selected')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /^Select all 12,481 matching$/ }));
  expect(await screen.findByText(/^All 12,481 matching selected/)).toBeInTheDocument();
  await user.click(screen.getByRole('columnheader', { name: 'Name' }));
  await screen.findByText(/^Page 1 of/);
});
