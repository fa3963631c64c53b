import { expect, test, type Page } from '@playwright/test';
import { at, signIn, TENANT } from './session';

/** The main ways through the console without a pointer: no test here clicks. One page serves them all. */
const PALETTE = 'Search assets, clients and commands';
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await signIn(page);
});
test.afterAll(() => page.close());

test.beforeEach(async () => {
  const list = at('/assets');
  if (!page.url().endsWith(list)) await page.goto(list);
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
});

const focusedRow = () => page.locator('[role="row"]:focus-within');
const drawer = () => page.getByRole('complementary', { name: 'Asset' });

async function focusFirstRow(): Promise<void> {
  await page.getByRole('grid', { name: 'Assets' }).locator('[tabindex="0"]').focus();
  await page.keyboard.press('Control+Home');
  await expect(focusedRow()).toHaveAttribute('aria-rowindex', '2');
}

async function inPalette(text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: PALETTE }).pressSequentially(text);
}

test('S1.5 F6 walks the regions in the order they stand, and back', async () => {
  const region = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']);
  await page.getByRole('banner').getByRole('link').first().focus();
  const walk = async (key: string): Promise<(string | undefined)[]> => {
    const seen: (string | undefined)[] = [];
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press(key);
      seen.push(await region());
    }
    return seen;
  };
  expect(await walk('F6')).toEqual(['navigation', 'rail', 'page', 'list', 'header']);
  expect(await walk('Shift+F6')).toEqual(['list', 'page', 'rail', 'navigation', 'header']);
});

test('what is typed before the palette is there goes into it, and is no command', async () => {
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  const palette = '**/assets/CommandPalette-*.js';
  await page.route(palette, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await focusFirstRow();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ex');
  letThrough();
  await expect(page.getByRole('combobox', { name: PALETTE })).toHaveValue('ex');
  await page.keyboard.press('Escape');
  await page.unroute(palette);
});

test('F12 lists the keys of the registry', async () => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const label of ['Assets', 'Clients', 'New asset', 'Focus the filter', 'Switch view', 'Open the command palette']) {
    await expect(sheet.getByText(label, { exact: true })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('F5 walks the drawer past the edge of a block', async () => {
  await focusFirstRow();
  await page.keyboard.press('Enter');
  await expect(drawer().getByText(/^1 of/)).toBeVisible();
  for (let step = 0; step < 150; step += 1) await page.keyboard.press('j');
  await expect(drawer().getByText(/^151 of/)).toBeVisible();
  await page.keyboard.press('k');
  await expect(drawer().getByText(/^150 of/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer()).toBeHidden();
  await expect(focusedRow()).toHaveAttribute('aria-rowindex', '151');
});

test('F6 edits in the cell and takes it back', async () => {
  await focusFirstRow();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const row = page.locator('[role="row"][aria-rowindex="3"]');
  const cell = row.locator('[data-col-id="name"]');
  await expect(cell).toBeFocused();
  const before = (await cell.innerText()).trim();
  const id = await row.getAttribute('data-row-id');
  const name = `edited-${String(Date.now())}`;
  await page.keyboard.press('F2');
  await expect(cell.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(cell).toHaveText(name);
  await expect(page.locator('[role="row"][aria-rowindex="4"] [data-col-id="name"]')).toBeFocused();
  await expect(page.getByText(`${name} is saved.`)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText(/^Undone: /)).toBeVisible();
  await expect(cell).toHaveText(before);
  const history = await page.request.get(`/api/v1/assets/${id ?? ''}/history`, { headers: { 'Quarterdeck-Tenant': TENANT } });
  const renamed = (from: string, to: string) => ({ changes: expect.arrayContaining([expect.objectContaining({ field: 'name', before: from, after: to })]) });
  const entries: unknown = await history.json();
  expect(entries).toHaveProperty('items.0', expect.objectContaining(renamed(name, before)));
  expect(entries).toHaveProperty('items.1', expect.objectContaining(renamed(before, name)));
});

test('F7 moves a column, and it stays moved', async () => {
  await inPalette('>columns');
  await page.keyboard.press('Enter');
  const manager = page.getByRole('dialog', { name: 'Columns' });
  await manager.getByRole('button', { name: /^Move Status: drag/ }).focus();
  const saved = page.waitForResponse((answer) => answer.url().includes('/preferences/layout.assets') && answer.request().method() === 'PUT');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await saved;
  const order = async (): Promise<number[]> => {
    const heads = await page.getByRole('columnheader').allInnerTexts();
    return [heads.indexOf('Type'), heads.indexOf('Status')];
  };
  const [type = 0, status = 0] = await order();
  expect(type).toBeLessThan(status);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await expect.poll(order).toEqual([type, status]);
});

test('F2 finds an asset by its serial', async () => {
  const answer = await page.request.get('/api/v1/assets/rows?start=7&count=1&columns=serial,name', { headers: { 'Quarterdeck-Tenant': TENANT } });
  const serial = /"serial":"([^"]+)"/.exec(await answer.text())?.[1] ?? 'none';
  await inPalette(serial);
  await expect(page.getByRole('option').first()).toContainText(serial);
  await page.keyboard.press('Enter');
  await expect(drawer().getByRole('heading', { level: 2 })).toBeFocused();
  await expect(drawer()).toContainText(serial);
});

test('F3 filters, saves a view, and finds it again', async () => {
  const name = `Watch ${String(Date.now())}`;
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Filter', exact: true })).toBeFocused();
  await page.keyboard.type('status:deployed warranty_end<+90d');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Filter warranty_end/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await focusFirstRow();
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

test('F1 switches the client', async () => {
  await inPalette('# glo');
  await expect(page.getByRole('option').first()).toContainText('Globex');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/t/${TENANT}/globex[^/]*/`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await expect(page.getByRole('gridcell', { name: 'Acme Ltd' })).toHaveCount(0);
});

test('S1.6 no width scrolls sideways; S1.8 the lost connection is told of and forgotten', async () => {
  for (const width of [1440, 1024, 768, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${String(width)} px`).toBeLessThanOrEqual(0);
  }
  await page.context().setOffline(true);
  await expect(page.getByText(/You are offline/)).toBeVisible({ timeout: 3_000 });
  await page.context().setOffline(false);
  await expect(page.getByText(/You are offline/)).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('S5.5 a view that is not there is told of, and never changes what opens first', async () => {
  await page.goto(at('/assets?v=00000000-0000-7000-8000-000000000000'));
  await expect(page.getByText(/There is no such view/)).toBeVisible();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
});
