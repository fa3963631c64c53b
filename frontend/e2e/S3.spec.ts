import { call, cellAt, expect, of, opened, said, test } from './desk';
import { at, signIn } from './session';
import type { Page } from '@playwright/test';

/** Columns and preferences. F7 in keyboard.spec.ts moves one and finds it moved after a reload. */
const heads = (page: Page) => page.getByRole('columnheader').evaluateAll((all) => all.map((each) => each.dataset['colId'] ?? ''));
const widthOf = (page: Page, column: string) => page.locator(`[role="columnheader"][data-col-id="${column}"]`).evaluate((each) => each.getBoundingClientRect().width);
const manager = (page: Page) => page.getByRole('dialog', { name: 'Columns' });
const usual = (page: Page) => call(page, 'DELETE', '/preferences/layout.assets');

test.beforeAll(({ desk }) => usual(desk));

test('S3.1 S3.4 hiding, showing, moving, pinning and resizing work by keyboard and by pointer, and are told', async ({ desk }) => {
  await opened(desk);
  await desk.locator('[role="columnheader"][data-col-id="name"]').focus();
  const saves: string[] = [];
  desk.on('request', (request) => {
    if (request.method() === 'PUT' && request.url().includes('layout.assets')) saves.push(request.url());
  });
  const before = await widthOf(desk, 'name');
  await desk.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => widthOf(desk, 'name')).toBe(before + 16);
  await said(desk, `Name is ${String(before + 16)} wide`);
  const order = await heads(desk);
  await desk.keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(() => heads(desk)).not.toEqual(order);
  await said(desk, /^Name is column \d+ of \d+$/);
  await desk.keyboard.press('Alt+Shift+ArrowLeft');
  await expect.poll(() => heads(desk)).toEqual(order);

  const handle = await desk.locator('[role="columnheader"][data-col-id="name"] > [aria-hidden]').last().boundingBox();
  if (handle === null) throw new Error('There is nothing to drag.');
  await expect.poll(() => saves.length).toBe(1);
  await desk.mouse.move(handle.x + handle.width / 2, handle.y + 8);
  await desk.mouse.down();
  await desk.mouse.move(handle.x + 60, handle.y + 8, { steps: 30 });
  await desk.mouse.up();
  await expect.poll(() => widthOf(desk, 'name')).toBeGreaterThan(before + 50);
  await expect.poll(() => saves.length).toBe(2);

  await desk.getByRole('button', { name: 'Columns' }).click();
  await manager(desk).getByRole('checkbox', { name: 'Status', exact: true }).press('Space');
  await said(desk, 'Status hidden');
  await expect.poll(() => heads(desk)).not.toContain('status');
  await manager(desk).getByRole('checkbox', { name: 'Status', exact: true }).click();
  await said(desk, 'Status shown');
  await manager(desk).getByRole('button', { name: 'Pin Type right' }).press('Enter');
  await said(desk, 'Type pinned right');
  await expect.poll(async () => (await heads(desk)).at(-2)).toBe('type');
  await manager(desk).getByRole('button', { name: 'Pin Type right' }).click();
  await said(desk, 'Type no longer pinned');
  const grip = manager(desk).getByRole('button', { name: /^Move Type: drag/ });
  await grip.press('ArrowDown');
  await said(desk, 'Type moved');
  const [from, to] = [await grip.boundingBox(), await manager(desk).getByRole('button', { name: /^Move Name: drag/ }).boundingBox()];
  if (from === null || to === null) throw new Error('There is nothing to drag.');
  await desk.mouse.move(from.x + 4, from.y + 4);
  await desk.mouse.down();
  await desk.mouse.move(to.x + 4, to.y + 4, { steps: 5 });
  await desk.mouse.up();
  await expect.poll(async () => (await heads(desk)).indexOf('type') < (await heads(desk)).indexOf('name')).toBe(true);
});

test('S3.3 S3.7 what is always shown says so; a reset offers the way back', async ({ desk }) => {
  await desk.keyboard.press('Escape');
  await desk.getByRole('button', { name: 'Columns' }).click();
  const tag = manager(desk).locator('[data-manage="tag"]').getByRole('checkbox');
  await expect(tag).toBeDisabled();
  await expect(manager(desk).locator('[data-manage="tag"]')).toContainText('Always shown');
  await expect(manager(desk).getByRole('checkbox', { name: 'Actions' })).toHaveCount(0);
  const mine = await heads(desk);
  await manager(desk).getByRole('button', { name: 'Reset layout' }).click();
  await expect.poll(() => heads(desk)).not.toEqual(mine);
  await desk.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => heads(desk)).toEqual(mine);
});

test('S3.2 in another browser of the same person order, widths, pins and row height are the same', async ({ desk, browser }) => {
  await desk.keyboard.press('Escape');
  await desk.getByRole('button', { name: 'Columns' }).click();
  await manager(desk).getByText('Compact', { exact: true }).click();
  await expect.poll(async () => JSON.stringify(await call(desk, 'GET', '/preferences'))).toMatch(/"layout\.assets".*"density":\s*"compact"/);
  const elsewhere = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(elsewhere, at('/assets?v=all'));
  await expect(elsewhere.getByRole('rowheader').first()).toHaveText(/\S/);
  expect(await heads(elsewhere)).toEqual(await heads(desk));
  expect(await widthOf(elsewhere, 'name')).toBe(await widthOf(desk, 'name'));
  expect((await cellAt(elsewhere, 1, 'name').boundingBox())?.height).toBeLessThanOrEqual(28);
  await elsewhere.close();
  await usual(desk);
});

test('S3.5 a field that is added can be shown at once, and one that is removed is told of once', async ({ desk }) => {
  const label = `Rack unit ${String(Date.now())}`;
  const field = await call(desk, 'POST', '/custom-fields', { label, kind: 'text' });
  await opened(desk);
  await desk.getByRole('button', { name: 'Columns' }).click();
  await manager(desk).getByRole('textbox', { name: 'Find a column' }).fill(label);
  const saved = desk.waitForResponse((answer) => answer.url().includes('layout.assets') && answer.request().method() === 'PUT');
  await manager(desk).getByRole('checkbox', { name: label }).click();
  await expect(manager(desk).locator(`[data-manage="cf.${of(field, 'key')}"]`)).toBeVisible();
  await saved;
  await call(desk, 'DELETE', `/custom-fields/${of(field, 'id')}`, undefined, { 'If-Match': '"1"' });
  const letGo = desk.waitForResponse((answer) => answer.url().includes('layout.assets') && answer.request().method() === 'PUT');
  const told = desk.getByText(/^A column is gone: its field was removed/);
  await opened(desk);
  await expect(told).toBeVisible();
  await letGo;
  await opened(desk);
  await expect(told).toBeHidden();
  await usual(desk);
});

test('S3.6 order, sides and choice of columns mark a view modified; widths and row height do not', async ({ desk }) => {
  const view = await call(desk, 'POST', '/views', { module: 'assets', name: `Plain ${String(Date.now())}`, filter: 'type=server', sharing: 'private' });
  await opened(desk, `/assets?v=${of(view, 'id')}`);
  const modified = desk.getByText('Modified', { exact: true });
  const width = await widthOf(desk, 'name');
  await desk.locator('[role="columnheader"][data-col-id="name"]').focus();
  await desk.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => widthOf(desk, 'name')).toBe(width + 16);
  await desk.getByRole('button', { name: 'Columns' }).click();
  await manager(desk).getByText('Roomy', { exact: true }).click();
  await expect(modified).toBeHidden();
  await manager(desk).getByRole('checkbox', { name: 'Status', exact: true }).click();
  await expect(modified).toBeVisible();
  await desk.keyboard.press('Escape');
});
