import { expect, test, type Locator, type Page } from '@playwright/test';
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

async function counted(filter: string): Promise<number> {
  const answer = await page.request.get(`/api/v1/assets/count?filter=${encodeURIComponent(filter)}`, { headers: { 'Quarterdeck-Tenant': TENANT } });
  return Number(/"value":(\d+)/.exec(await answer.text())?.[1]);
}

const statusOf = (place: number) => page.locator(`[role="row"][aria-rowindex="${String(place)}"] [data-col-id="status"]`);

/** Presses the key until `there` holds: what can't be reached this way can't be reached by keyboard. */
async function pressUntil(key: string, there: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 25; step += 1) {
    if (await there()) return;
    await page.keyboard.press(key);
  }
  expect(await there(), `reached with ${key}`).toBe(true);
}

const isFocused = (target: Locator) => (): Promise<boolean> => target.evaluate((element) => element === document.activeElement, undefined, { timeout: 5_000 });
/** As F6 goes: to the grid, and to its first row. */
async function toGrid(name: string | RegExp): Promise<void> {
  await pressUntil('F6', () => page.getByRole('grid', { name }).evaluate((grid) => grid.contains(document.activeElement), undefined, { timeout: 15_000 }));
  await page.keyboard.press('Control+Home');
  await expect(focusedRow()).toHaveAttribute('aria-rowindex', '2');
}

/** Picks in the list of choices that has the focus: typed where it is searchable, otherwise walked to. */
async function pick(choices: Locator, label: string): Promise<void> {
  const lit = page.locator('[role="option"][data-combobox-selected]');
  await expect(choices).toBeFocused();
  if (await choices.isEditable()) await page.keyboard.type(label);
  else await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: label, exact: true })).toBeVisible();
  await pressUntil('ArrowDown', async () => (await lit.allInnerTexts()).includes(label));
  await page.keyboard.press('Enter');
  await expect(choices).toHaveValue(label);
}

/** Changes the status of what is selected: the field, the value, the number where it is asked for. */
async function setStatus(status: string, count: number): Promise<void> {
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: /^Change [\d,]+ assets/ });
  await pick(dialog.getByRole('combobox', { name: 'Field' }), 'Status');
  const value = dialog.getByRole('combobox', { name: 'Status' });
  await pressUntil('Tab', isFocused(value));
  await pick(value, status);
  await expect(dialog.getByRole('region', { name: 'Preview' })).toBeVisible();
  const asked = dialog.getByRole('textbox', { name: count > 1_000 ? /^Type / : /^Reason/ });
  await pressUntil('Tab', isFocused(asked));
  if (count > 1_000) await page.keyboard.type(String(count));
  await expect(dialog.getByRole('button', { name: /^Change [\d,]+ assets?$/ })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

/** From the newest job to the list of what it left out, and to the first of these; answers with how many they are. */
async function followToProblems(total: number): Promise<number> {
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await expect(page.getByRole('grid', { name: 'Jobs' }).getByRole('row').nth(1)).toContainText('Partly done', { timeout: 60_000 });
  await toGrid('Jobs');
  await page.keyboard.press('Enter');
  const counter = async (name: string): Promise<number> => {
    const value = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd').first();
    return (await value.count()) === 0 ? 0 : Number((await value.innerText()).replace(/\D/g, ''));
  };
  const problems = page.getByRole('region', { name: 'Problems' });
  const cause = problems.locator('summary').filter({ hasText: 'What is retired cannot become in repair directly.' });
  await expect(cause).toBeVisible();
  const [done, skipped, failed] = [await counter('Done'), await counter('Skipped'), await counter('Failed')];
  expect(done + skipped + failed).toBe(total);
  const times = Number(/(\d+) times$/.exec(await cause.innerText())?.[1]);
  await pressUntil('Tab', isFocused(cause));
  await page.keyboard.press('Enter');
  const open = problems.getByRole('link', { name: /as a list$/ }).first();
  await expect(open).toBeVisible();
  await pressUntil('Tab', isFocused(open));
  await page.keyboard.press('Enter');
  const rows = page.getByRole('grid', { name: /^Problems of / });
  await expect(rows).toHaveAttribute('aria-rowcount', String(times + 1));
  await expect(rows.getByRole('row').nth(1)).toContainText('What is retired cannot become in repair directly.');
  await toGrid(/^Problems of /);
  const tag = await focusedRow().getByRole('rowheader').innerText();
  await page.keyboard.press('Enter');
  await expect(drawer()).toContainText(tag);
  return skipped;
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
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  const typed = async (between: () => void): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ex');
    between();
    await expect(page.getByRole('combobox', { name: PALETTE })).toHaveValue('ex');
    await page.keyboard.press('Escape');
    await expect(focusedRow()).toHaveAttribute('aria-rowindex', '2');
  };
  await typed(letThrough);
  await page.unroute(palette);
  await typed(() => undefined);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeHidden();
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

test('F4 changes all that match, F9 follows the job to what it could not do, and both are taken back', async () => {
  test.setTimeout(120_000);
  const scope = 'client="Acme Ltd"';
  const [all, broken, retired] = [await counted(scope), await counted(`${scope} status=in_repair`), await counted(`${scope} status=retired`)];
  expect(all).toBeGreaterThan(1_000);
  await page.keyboard.press('/');
  await page.keyboard.type(scope);
  await page.keyboard.press('Enter');
  // The former rows stand until these are there.
  await expect(page.getByRole('grid', { name: 'Assets' })).toHaveAttribute('aria-rowcount', String(all + 1));
  await page.keyboard.press('Escape');
  await toGrid('Assets');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await setStatus('Retired', 2);
  await expect.poll(() => counted(`${scope} status=retired`)).toBe(retired + 2);
  await expect(statusOf(2)).toHaveText('Retired');

  await toGrid('Assets');
  await page.keyboard.press('Control+a');
  await expect(page.getByText(`All ${all.toLocaleString('en')} matching selected`)).toBeVisible();
  await setStatus('In repair', all);
  await expect(statusOf(4)).toHaveText('In repair', { timeout: 60_000 });
  await expect(statusOf(2)).toHaveText('Retired');

  const skipped = await followToProblems(all);
  expect(skipped).toBeGreaterThanOrEqual(2);
  expect(await counted(`${scope} status=in_repair`)).toBe(all - skipped);

  await page.keyboard.press('Control+z');
  const undo = page.getByRole('dialog', { name: /^Undo: / }).getByRole('button', { name: /^Undo on / });
  await expect(undo).toBeVisible();
  await pressUntil('Tab', isFocused(undo));
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Undone: /)).toBeVisible({ timeout: 60_000 });
  expect(await counted(`${scope} status=in_repair`)).toBe(broken);
  await page.keyboard.press('Control+z');
  await expect.poll(() => counted(`${scope} status=retired`)).toBe(retired);
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

test('F1 switches the client; S12.3 what is created there is marked in the list', async () => {
  await inPalette('# glo');
  await expect(page.getByRole('option').first()).toContainText('Globex');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/t/${TENANT}/globex[^/]*/`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await expect(page.getByRole('gridcell', { name: 'Acme Ltd' })).toHaveCount(0);
  await page.keyboard.press('c');
  const sheet = page.getByRole('dialog', { name: 'New asset' });
  await expect(sheet.getByRole('textbox', { name: /^Name/ })).toBeFocused();
  const name = `made-${String(Date.now())}`;
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(page.locator('[role="row"][data-new]')).toContainText(name);
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
