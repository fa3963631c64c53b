import { expect, test, type Page } from '@playwright/test';
import { at, signIn, TENANT } from './session';

/** The main ways through the console without a pointer: no test here clicks. */
const PALETTE = 'Search assets, clients and commands';

async function openAssets(page: Page): Promise<void> {
  await signIn(page);
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
}

async function focusFirstRow(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Assets' }).locator('[tabindex="0"]').focus();
  await page.keyboard.press('Control+Home');
  await expect(page.locator('[role="row"]:focus-within')).toHaveAttribute('aria-rowindex', '2');
}

test('F1 switches the client', async ({ page }) => {
  await openAssets(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: PALETTE }).pressSequentially('# glo');
  await expect(page.getByRole('option').first()).toContainText('Globex');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/t/${TENANT}/globex[^/]*/`));
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await expect(page.getByRole('gridcell', { name: 'Acme Ltd' })).toHaveCount(0);
});

test('F2 finds an asset by its serial', async ({ page }) => {
  await openAssets(page);
  const serial = await page.evaluate(async (tenant) => {
    const answer = await fetch('/api/v1/assets/rows?start=7&count=1&columns=serial,name', { headers: { 'Quarterdeck-Tenant': tenant } });
    const body: { rows: { serial: string }[] } = await answer.json();
    return body.rows[0]?.serial ?? '';
  }, TENANT);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: PALETTE }).pressSequentially(serial);
  await expect(page.getByRole('option').first()).toContainText(serial);
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: 'Asset' });
  await expect(drawer.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(drawer).toContainText(serial);
});

test('F3 filters, saves a view, and finds it again', async ({ page }) => {
  await openAssets(page);
  const name = `Watch ${String(Date.now())}`;
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Filter', exact: true })).toBeFocused();
  await page.keyboard.type('status:deployed warranty_end<+90d');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Filter warranty_end/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await focusFirstRow(page);
  await page.keyboard.press('v');
  await page.getByRole('textbox', { name: 'Find a view or action' }).pressSequentially('save as');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: false }).first()).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/v=/);
  await expect(page.getByRole('button', { name: `View: ${name}` })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: `View: ${name}` })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Filter warranty_end/ })).toBeVisible();
});

test('F5 walks the drawer past the edge of a block', async ({ page }) => {
  await openAssets(page);
  await focusFirstRow(page);
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: 'Asset' });
  await expect(drawer.getByText(/^1 of/)).toBeVisible();
  for (let step = 2; step <= 121; step += 1) {
    await page.keyboard.press('j');
    if (step % 20 === 0) await expect(drawer.getByText(new RegExp(`^${String(step)} of`))).toBeVisible();
  }
  await expect(drawer.getByText(/^121 of/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[role="row"]:focus-within')).toHaveAttribute('aria-rowindex', '122');
});

test('F7 moves a column, and another browser of the same person shows it moved', async ({ page, browser }) => {
  await openAssets(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: PALETTE }).pressSequentially('>columns');
  await page.keyboard.press('Enter');
  const manager = page.getByRole('dialog', { name: 'Columns' });
  await manager.getByRole('button', { name: /^Move Status: drag/ }).focus();
  const saved = page.waitForResponse((answer) => answer.url().includes('/preferences/layout.assets') && answer.request().method() === 'PUT');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await saved;
  const order = async (one: Page): Promise<string[]> => one.getByRole('columnheader').allInnerTexts();
  const before = await order(page);
  expect(before.indexOf('Type')).toBeLessThan(before.indexOf('Status'));
  const other = await (await browser.newContext()).newPage();
  await openAssets(other);
  await expect.poll(async () => (await order(other)).indexOf('Type')).toBeLessThan((await order(other)).indexOf('Status'));
  await other.context().close();
});

test('F12 lists the keys of the registry', async ({ page }) => {
  await openAssets(page);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const label of ['Assets', 'Clients', 'New asset', 'Focus the filter', 'Switch view', 'Open the command palette']) {
    await expect(sheet.getByText(label, { exact: true })).toBeVisible();
  }
});

test('S1 regions, widths and the connection', async ({ page, context }) => {
  await openAssets(page);
  await page.keyboard.press('F6');
  const region = () => page.evaluate(() => document.activeElement?.closest('[data-region]')?.tagName);
  const seen: (string | undefined)[] = [];
  for (let step = 0; step < 4; step += 1) {
    seen.push(await region());
    await page.keyboard.press('F6');
  }
  expect(new Set(seen).size).toBeGreaterThanOrEqual(3);
  for (const width of [1440, 1024, 768, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${String(width)} px`).toBeLessThanOrEqual(0);
  }
  await context.setOffline(true);
  await expect(page.getByText(/You are offline/)).toBeVisible({ timeout: 3_000 });
  await context.setOffline(false);
  await expect(page.getByText(/You are offline/)).toBeHidden();
});

test('S5 a view opened by its address is the view, and never changes what opens first', async ({ page }) => {
  await signIn(page, at('/assets?v=00000000-0000-7000-8000-000000000000'));
  await expect(page.getByText(/There is no such view/)).toBeVisible();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
});
