import { expect, test } from '@playwright/test';
import { at, signIn } from './session';

test('from signing in to a change in the history', async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Filter' }).fill('status=deployed type=workstation');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=status/);
  await expect(page.getByRole('button', { name: /^Filter status=deployed/ })).toBeVisible();
  await page.getByRole('rowheader').nth(2).click();
  const drawer = page.getByRole('complementary', { name: 'Asset' });
  await expect(drawer.getByRole('heading', { level: 2 })).toBeFocused();
  const name = `e2e-${String(Date.now())}`;
  await drawer.getByRole('button', { name: 'Edit Name' }).click();
  await drawer.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(drawer.getByRole('heading', { name })).toBeVisible();
  await expect(page.getByRole('gridcell', { name })).toBeVisible();
  await drawer.getByRole('tab', { name: 'History' }).click();
  await expect(drawer.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
});

test('the grid walks by keyboard alone, to the last row and back', async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Assets' });
  await expect(grid).not.toHaveAttribute('aria-rowcount', '-1');
  const total = Number(await grid.getAttribute('aria-rowcount'));
  await grid.locator('[tabindex="0"]').focus();
  await page.keyboard.press('Control+End');
  await expect(page.locator('[role="row"]:focus-within')).toHaveAttribute('aria-rowindex', String(total));
  await page.keyboard.press('Control+Home');
  await expect(page.locator('[role="row"]:focus-within')).toHaveAttribute('aria-rowindex', '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Asset' })).toBeVisible();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Asset' })).toBeHidden();
  await expect(page.locator('[role="row"]:focus-within')).toBeVisible();
  expect(await page.locator('*').count()).toBeLessThan(2_500);
});

test('hostile names are shown and do nothing', async ({ page }) => {
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await signIn(page, at(`/assets?q=${encodeURIComponent('name:script')}`));
  await expect(page.getByRole('gridcell').filter({ hasText: '<script>' }).first()).toBeVisible();
  await page.getByRole('rowheader').first().click();
  await expect(page.getByRole('complementary', { name: 'Asset' }).getByRole('heading', { level: 2 })).toContainText('<script>');
  expect(dialogs).toBe(0);
  expect(await page.locator('main script').count()).toBe(0);
});

test('the palette finds an asset by its exact tag', async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole('rowheader').nth(4)).toHaveText(/\S/);
  const tag = (await page.getByRole('rowheader').nth(4).innerText()).trim();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search assets, clients and commands' }).fill(tag);
  await expect(page.getByRole('option').first()).toContainText(tag);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Asset' })).toContainText(tag);
});
