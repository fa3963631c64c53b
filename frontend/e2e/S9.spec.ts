import { answering, call, cellAt, drawerOf, expect, opened, problem, soonest, test, within } from './desk';
import { at, signIn } from './session';
import type { Page } from '@playwright/test';

/** The command palette. */
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

test('S9.3 what a role may not do is absent, and what is switched off too', async ({ desk, browser }) => {
  const offered = async (page: Page, text: string): Promise<string[]> => {
    await page.keyboard.press('Control+k');
    await field(page).fill(text);
    await expect(palette(page).getByRole('option').or(palette(page).getByText(/^Nothing found for/)).first()).toBeVisible();
    const found = await palette(page).getByRole('option').allInnerTexts();
    await page.keyboard.press('Escape');
    await expect(palette(page)).toBeHidden();
    return found;
  };
  const context = JSON.stringify(await call(desk, 'GET', '/me/context')).replace(/("key":"module\.labels"[^}]*"is_on":)true/, '$1false');
  await opened(desk);
  expect((await offered(desk, '>new asset')).join()).toContain('New asset');
  const labels = async (): Promise<string[]> => {
    await cellAt(desk, 1, 'name').focus();
    await desk.keyboard.press('x');
    await expect(desk.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
    return offered(desk, '>label');
  };
  expect((await offered(desk, '>label')).join(), 'nothing selected').not.toContain('Print label');
  expect((await labels()).join()).toContain('Print label');
  await answering(desk, '**/api/v1/me/context', (route) => route.fulfill({ contentType: 'application/json', body: context }), async () => {
    await opened(desk);
    expect((await labels()).join()).not.toContain('Print label');
  });
  const viewer = await browser.newPage();
  await signIn(viewer, at('/assets?v=all'), 'vera@northwind.demo');
  await expect(viewer.getByRole('rowheader').first()).toHaveText(/\S/);
  for (const text of ['>new asset', '>import', '>settings people']) expect(await offered(viewer, text), text).toEqual([]);
  expect((await offered(viewer, '>columns')).join()).toMatch(/columns/i);
  await viewer.close();
});

test('S9.1 S9.2 it is there within 100 ms, and the exact tag or serial first within 300 ms of typing', async ({ desk }) => {
  await opened(desk);
  const close = async (): Promise<void> => {
    await desk.keyboard.press('Escape');
    await expect(palette(desk)).toBeHidden();
  };
  const opening = await soonest(desk, 'keydown', '[role="dialog"] [role="combobox"]', ['', '', ''], () => desk.keyboard.press('Control+k'), close);
  expect(opening).toBeLessThan(within(100));
  const rows = JSON.stringify(await call(desk, 'GET', '/assets/rows?start=3&count=20&columns=tag,serial'));
  for (const column of ['tag', 'serial']) {
    const typed = [...rows.matchAll(new RegExp(`"${column}":"([^"]+)"`, 'g'))].map(([, value]) => value ?? '').slice(0, 3);
    await desk.keyboard.press('Control+k');
    const found = await soonest(desk, 'input', '[role="dialog"] [role="option"]', typed, (text) => field(desk).fill(text), () => field(desk).fill('>'));
    expect(found, column).toBeLessThan(within(300));
    await close();
  }
});

test('S9.4 the sheet of shortcuts and the palette say the same keys for the same commands', async ({ desk }) => {
  await opened(desk);
  await cellAt(desk, 2, 'name').focus();
  // With a selection its commands are offered too.
  await desk.keyboard.press('x');
  await expect(desk.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  const lines = (of: string) =>
    desk.getByRole('dialog').locator(of).evaluateAll((all) =>
      all.map((each) => [each.querySelector('p, .qd-truncate')?.textContent ?? '', [...each.querySelectorAll('kbd')].map((key) => key.textContent).join(' ')]).filter(([, keys]) => keys !== '').map((line) => line.join(': ')),
    );
  await desk.keyboard.press('Control+k');
  await field(desk).fill('>');
  await expect(palette(desk).getByRole('option').first()).toBeVisible();
  const offered = await lines('[role="option"]');
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('?');
  await expect(desk.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  const sheet = await lines('div:has(> kbd, > span > kbd)');
  expect(offered.length).toBeGreaterThan(15);
  expect(sheet).toEqual(expect.arrayContaining(offered));
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Escape');
});
