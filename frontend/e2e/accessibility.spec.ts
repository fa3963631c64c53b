import type { Page } from '@playwright/test';
import { beginInLight, lookOf } from './axe';
import { drawerOf, expect, list, test } from './desk';
import { at, visit } from './session';

/** Few rows behind what opens: axe walks the whole document for every answer, and one row is drawn like another. */
const FEW = '/assets?v=all&q=tag%3AAST-00012';
const SCREENS = [
  FEW, '/assets/new', '/assets/deleted', '/assets/templates', '/audit?operation=delete', '/clients?q=gl', '/imports', '/imports/new', '/reviews', '/jobs', '/help',
  ...['account', 'preferences', 'users', 'roles', 'tokens', 'types', 'fields', 'switches', 'identity', 'decisions', 'sources', 'audit', 'nowhere'].map((page) => `/settings/${page}`),
];

beginInLight();

test('no serious accessibility finding before one is signed in, light and dark', async ({ page }) => {
  await page.goto('/login');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await lookOf(page)('sign in');
});

test('no serious accessibility finding on any screen, light and dark', async ({ desk }) => {
  test.setTimeout(180_000);
  const look = lookOf(desk);
  await visit(desk, at('/jobs'));
  for (const screen of SCREENS) {
    const before = await desk.title();
    await visit(desk, at(screen));
    await expect(desk).not.toHaveTitle(before);
    await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
    await look(screen);
  }
});

/** Opens something, looks at it alone, and closes it. */
const checkOf =
  (page: Page) =>
  async (name: string, open: () => Promise<void>, within = '[role="dialog"]'): Promise<void> => {
    await open();
    const shown = page.locator(within).first();
    await expect(shown).toBeVisible();
    await lookOf(page)(name, within);
    // The first Escape may close no more than a list of choices.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(shown).toBeHidden({ timeout: 1_000 });
    }).toPass();
  };
const pressed = (page: Page, name: string | RegExp) => (): Promise<void> => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();

test('no serious accessibility finding in what opens over the list, light and dark', async ({ desk }) => {
  test.setTimeout(180_000);
  const check = checkOf(desk);
  const drawer = drawerOf(desk);
  await list(desk, FEW);
  await desk.getByRole('rowheader').first().click();
  await expect(drawer.getByRole('tab')).toHaveCount(5);
  for (const tab of ['Overview', 'History', 'Identity', 'Relations', 'Files']) {
    await drawer.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await lookOf(desk)(`drawer: ${tab}`, 'aside[aria-label="Asset"]');
    if (tab === 'History') await check('history filters', () => drawer.getByRole('button', { name: 'Filter' }).click());
  }
  await drawer.getByRole('button', { name: 'Close' }).click();
  await check('palette', () => desk.keyboard.press('Control+k'));
  await check('shortcuts', () => desk.keyboard.press('?'));
  const cell = desk.locator('[data-row-index="1"] [data-col-id="name"]');
  const onCell = (key: string) => async (): Promise<void> => {
    await cell.focus();
    await desk.keyboard.press(key);
  };
  await check('row menu', onCell('Shift+F10'), '[role="menu"]');
  await check('cell editor', onCell('F2'), '[data-row-index="1"] [data-col-id="name"] input');
  await check('quick create', () => desk.keyboard.press('c'));
  await check('columns', pressed(desk, 'Columns'));
  await check('condition', pressed(desk, /^Filter tag/i));
  await check('views', pressed(desk, /^View:/), '[role="listbox"][aria-label="Views"]');
  await check('save a view', pressed(desk, 'Save as view'));
  for (const name of [/\bjobs?\b/i, /notifications?$/i, /^Help/]) await check(String(name), pressed(desk, name), '[role="dialog"], [role="menu"]');
  const id = await desk.locator('[data-row-id]').first().getAttribute('data-row-id');
  await visit(desk, at(`/assets/labels?ids=${id ?? ''}`));
  await expect(desk.getByRole('article')).toBeVisible();
  await lookOf(desk)('labels', 'main');
});

/** Where something of administration opens, and the buttons that lead there. */
const OPENED: readonly (readonly [string, ...(string | RegExp)[]])[] = [
  ['/clients?q=gl', 'New client'],
  ['/audit?operation=delete', 'More filters'],
  ['/audit?operation=delete', 'Tamper evidence'],
  ['/settings/users', 'Invite user'],
  ['/settings/users', 'Tariq Aziz'],
  ['/settings/roles', 'Add role'],
  ['/settings/tokens', 'Add token'],
  ['/settings/types', 'Add type'],
  ['/settings/types', 'Edit Printer'],
  ['/settings/fields', 'Add field'],
  ['/settings/fields', 'Edit Criticality'],
  ['/settings/fields', 'Edit Criticality', 'Delete field'],
  ['/settings/switches', /^Change /],
  ['/settings/switches', /^History of /],
];

test('no serious accessibility finding in the dialogs and popovers of administration, light and dark', async ({ desk }) => {
  test.setTimeout(180_000);
  for (const [path, ...buttons] of OPENED) {
    if (!desk.url().endsWith(at(path))) await visit(desk, at(path));
    await checkOf(desk)(`${path} ${buttons.join(', ')}`, async () => {
      for (const name of buttons) await desk.getByRole('button', { name, exact: typeof name === 'string' }).or(desk.getByRole('rowheader', { name })).first().click();
    });
  }
  await visit(desk, at('/settings/account'));
  await desk.getByRole('button', { name: 'Set up second factor' }).click();
  await expect(desk.getByRole('img', { name: /^QR code/ })).toBeVisible();
  await lookOf(desk)('setting up a second factor', 'main');
  await visit(desk, at('/settings/audit'));
});
