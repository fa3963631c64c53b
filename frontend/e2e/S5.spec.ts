import { call, cellAt, clientOf, counted, expect, list, of, opened, test } from './desk';
import { at, signIn, TENANT } from './session';
import type { Page } from '@playwright/test';

/** Saved views. Saving one by keyboard and finding it again: F3 in keyboard.spec.ts; each rule of the server: its own tests. */
const named = (word: string): string => `${word} ${Date.now().toString(36)}`;
const current = (page: Page, name: string) => page.getByRole('button', { name: `View: ${name}`, exact: true });
const modified = (page: Page, name: string) => page.getByRole('button', { name: `View: ${name}, modified`, exact: true });
const navigation = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const save = (page: Page, name: string, more: object = {}) => call(page, 'POST', '/views', { module: 'assets', name, filter: 'status=in_repair', sharing: 'private', ...more });

async function choose(page: Page, view: string, line: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^View: ${view}`) }).click();
  await page.getByRole('option', { name: line, exact: true }).click();
}

test('S5.1 saving asks for name, audience and place; the view stands in the switcher, and pinned below its list', async ({ desk }) => {
  await opened(desk, `/assets?v=all&q=${encodeURIComponent('status=missing')}`);
  const name = named('Lost');
  await choose(desk, 'All assets', 'Save as…');
  const dialog = desk.getByRole('dialog', { name: 'Save as a new view' });
  await expect(dialog.getByRole('radio', { name: 'Only me' })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: 'Opens first for me' })).not.toBeChecked();
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(name);
  await dialog.getByRole('checkbox', { name: 'Pin in navigation' }).check();
  await dialog.getByRole('button', { name: 'Save view' }).click();
  await expect(current(desk, name)).toBeVisible();
  const pinned = navigation(desk).getByRole('link', { name });
  await expect(pinned).toHaveAttribute('aria-current', 'page');
  await list(desk);
  await pinned.click();
  await expect(current(desk, name)).toBeVisible();
  await expect(desk.getByRole('button', { name: /^Filter status=missing/ })).toBeVisible();
});

test('S5.2 filter, order and columns mark it modified, and Reset unmarks it; what one may not change is offered as a copy only', async ({ desk, browser }) => {
  const name = named('Repairs');
  const view = await save(desk, name, { sharing: 'team' });
  const path = `/assets?v=${of(view, 'id')}`;
  await opened(desk, path);
  await expect(current(desk, name)).toBeVisible();
  const ways: (() => Promise<void>)[] = [
    () => desk.getByRole('button', { name: 'Clear', exact: true }).click(),
    () => desk.getByRole('columnheader', { name: 'Name' }).click(),
    () => desk.locator('[role="columnheader"][data-col-id="name"]').press('Alt+Shift+ArrowRight'),
  ];
  for (const change of ways) {
    await change();
    await expect(modified(desk, name)).toBeVisible();
    await choose(desk, name, 'Reset');
    await expect(current(desk, name)).toBeVisible();
  }
  const other = await browser.newPage();
  await signIn(other, at(`${path}&sort=name`), 'tariq@northwind.demo');
  await expect(modified(other, name)).toBeVisible();
  await expect(other.getByRole('button', { name: 'Save as view' })).toBeVisible();
  await modified(other, name).click();
  await expect(other.getByRole('option', { name: 'Save as…' })).toBeVisible();
  await expect(other.getByRole('option', { name: 'Save changes' })).toHaveCount(0);
  await other.close();
});

test('S5.3 S5.5 shared, it shows its columns and to each the rows they may see; a link to it changes neither one’s own columns nor one’s first view', async ({ desk, browser }) => {
  const name = named('Acme desk');
  const { id } = await clientOf(desk, 'Acme Ltd');
  const columns = ['tag', 'serial', 'name', 'client'].map((column) => ({ id: column, visible: true }));
  const link = at(`/assets?v=${of(await save(desk, name, { sharing: 'client', client_id: id, filter: '', columns }), 'id')}`);
  const heads = (page: Page) => page.getByRole('columnheader').evaluateAll((found) => found.map((each) => each.dataset['colId']));
  const rows = async (page: Page): Promise<number> => Number(await (await counted(page)).getAttribute('aria-rowcount'));
  await opened(desk, link.slice(at('').length));
  const other = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(other, at('/assets?v=all'), 'casey@acme.demo');
  await expect(other.getByRole('rowheader').first()).toHaveText(/\S/);
  const kept = other.waitForResponse((answer) => answer.url().includes('layout.assets') && answer.request().method() === 'PUT');
  await other.locator('[role="columnheader"][data-col-id="name"]').press('Alt+Shift+ArrowRight');
  await kept;
  const own = await heads(other);
  await other.goto(link);
  await expect(current(other, name)).toBeVisible();
  await expect.poll(() => heads(other)).toEqual(await heads(desk));
  expect(await rows(other)).toBeLessThan(await rows(desk));
  await other.goto(at('/assets'));
  await expect(other.getByRole('button', { name: /^View: All assets/ })).toBeVisible();
  await expect.poll(() => heads(other)).toEqual(own);
  await call(other, 'DELETE', '/preferences/layout.assets');
  await other.close();
});

test('S5.4 a view in use names what uses it, and stays', async ({ desk }) => {
  const name = named('Viewers');
  const view = await save(desk, name, { sharing: 'team' });
  await call(desk, 'PUT', `/views/${of(view, 'id')}/default`, { audience: 'role', role: 'viewer' });
  await opened(desk, `/assets?v=${of(view, 'id')}`);
  await choose(desk, name, 'Manage views…');
  await desk.getByRole('button', { name: `More for ${name}` }).click();
  await desk.getByRole('menuitem', { name: 'Delete view' }).click();
  const dialog = desk.getByRole('dialog', { name: `${name} is in use` });
  await expect(dialog.getByRole('link', { name: 'opens first for the role Viewer' })).toHaveAttribute('href', `/t/${TENANT}/all/settings/roles`);
  await expect(dialog.getByRole('button', { name: 'Delete view' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Let go' }).click();
  await dialog.getByRole('button', { name: 'Delete view' }).click();
  await expect(dialog).toBeHidden();
  await desk.keyboard.press('Escape');
  await expect(current(desk, 'All assets')).toBeVisible();
});

test('S5.6 a view whose field is gone opens, marks what is broken and shows no rows for less than was asked', async ({ desk }) => {
  const label = named('Rack unit');
  const field = await call(desk, 'POST', '/custom-fields', { label, kind: 'text' });
  const name = named('Racks');
  const view = await save(desk, name, { filter: `cf.${of(field, 'key')}:A1` });
  await call(desk, 'DELETE', `/custom-fields/${of(field, 'id')}`, undefined, { 'If-Match': '"1"' });
  await desk.goto(at(`/assets?v=${of(view, 'id')}`));
  await expect(current(desk, name)).toBeVisible();
  await expect(desk.getByText('Part of this filter means nothing')).toBeVisible();
  await expect(desk.locator('[data-token]').filter({ hasText: of(field, 'key') }).first()).toBeVisible();
  await expect(cellAt(desk, 1, 'name')).toHaveCount(0);
  await desk.getByRole('button', { name: 'Clear filters' }).click();
  await expect(desk.getByRole('rowheader').first()).toHaveText(/\S/);
});
