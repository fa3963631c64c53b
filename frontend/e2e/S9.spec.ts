import { answering, cellAt, drawerOf, expect, opened, problem, test } from './desk';
import type { Page } from '@playwright/test';

/** The command palette. S9.4: F12 in keyboard.spec.ts. */
const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' });
const field = (page: Page) => palette(page).getByRole('combobox');

test('S9.1 S9.5 it opens named, as a combobox, from cells, the drawer and text fields, and Escape gives the focus back', async ({ desk }) => {
  await opened(desk);
  const cell = cellAt(desk, 2, 'name');
  await cell.focus();
  await desk.keyboard.press('Control+k');
  await expect(field(desk)).toBeFocused();
  await expect(field(desk)).toHaveAttribute('aria-activedescendant', /\S/);
  await expect(palette(desk).getByRole('listbox')).toBeVisible();
  await desk.keyboard.press('Escape');
  await expect(cell).toBeFocused();
  const filter = desk.getByRole('textbox', { name: 'Filter', exact: true });
  await filter.focus();
  await desk.keyboard.type('c?');
  await expect(desk.getByRole('dialog')).toBeHidden();
  await desk.keyboard.press('Control+k');
  await expect(field(desk)).toBeFocused();
  await desk.keyboard.press('Escape');
  await expect(filter).toBeFocused();
  await filter.fill('');
  await cell.click();
  const heading = drawerOf(desk).getByRole('heading', { level: 2 });
  await expect(heading).toBeFocused();
  await desk.keyboard.press('Control+k');
  await expect(field(desk)).toBeFocused();
  await desk.keyboard.press('Escape');
  await expect(heading).toBeFocused();
  await desk.keyboard.press('Escape');
});

test('S9.2 S9.3 S9.6 the exact tag comes first; commands follow the selection, and work while search is down', async ({ desk }) => {
  const tag = (await cellAt(desk, 4, 'tag').innerText()).trim();
  await desk.keyboard.press('Control+k');
  await field(desk).fill(tag);
  await expect(palette(desk).getByRole('option').first()).toContainText(tag);
  const onSelection = palette(desk).getByRole('option', { name: /^Selection: Edit/ });
  await field(desk).fill('>edit');
  await expect(onSelection).toHaveCount(0);
  await desk.keyboard.press('Escape');
  await cellAt(desk, 4, 'name').focus();
  await desk.keyboard.press('x');
  await desk.keyboard.press('Control+k');
  await field(desk).fill('>edit');
  await expect(onSelection).toHaveCount(1);
  await answering(desk, '**/api/v1/assets/search*', (route) => route.fulfill(problem(503, 'The search is restarting.')), async () => {
    await field(desk).fill('columns');
    await expect(palette(desk).getByText('Search is not answering; commands still work.')).toBeVisible();
    await palette(desk).getByRole('option', { name: /olumns/ }).first().click();
    await expect(desk.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  });
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Escape');
});
