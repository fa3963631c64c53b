import { call, cellAt, clientOf, drawerOf, expect, opened, test } from './desk';
import { TENANT } from './session';
import type { Page } from '@playwright/test';

/** Quick create. What is made in the list of a client, by keyboard alone: F1 in keyboard.spec.ts. */
const sheet = (page: Page) => page.getByRole('dialog', { name: 'New asset' });
const field = (page: Page, name: string | RegExp) => sheet(page).getByRole('textbox', { name });
const button = (page: Page, name: string) => sheet(page).getByRole('button', { name, exact: true });
const fresh = (word: string): string => `${word}-${Date.now().toString(36)}`;

async function ofAcme(page: Page): Promise<void> {
  const { slug } = await clientOf(page, 'Acme Ltd');
  await page.goto(`/t/${TENANT}/${slug}/assets?v=all`);
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
}

async function create(page: Page): Promise<void> {
  await cellAt(page, 1, 'name').focus();
  await page.keyboard.press('c');
  await expect(sheet(page).getByRole('combobox', { name: 'Type' })).toBeVisible();
}

test('S12.1 S12.5 c opens a short form, whose draft outlives closing it and the page', async ({ desk }) => {
  await opened(desk);
  await create(desk);
  const asked = sheet(desk).getByRole('textbox').or(sheet(desk).getByRole('combobox'));
  await expect(sheet(desk).getByRole('combobox', { name: /^Client/ })).toBeFocused();
  expect(await asked.count()).toBeLessThanOrEqual(8);
  const name = fresh('half');
  await field(desk, /^Name/).fill(name);
  await desk.keyboard.press('Escape');
  await expect(sheet(desk)).toBeHidden();
  await desk.reload();
  await expect(desk.getByRole('rowheader').first()).toHaveText(/\S/);
  await create(desk);
  await expect(field(desk, /^Name/)).toHaveValue(name);
  await button(desk, 'Start empty').click();
  await expect(field(desk, /^Name/)).toHaveValue('');
  await button(desk, 'Cancel').click();
  await expect(sheet(desk)).toBeHidden();
});

test('S12.1 S12.2 S12.3 the client stands already; a serial that is somebody’s is named before saving; one after another, then the last is opened', async ({ desk }) => {
  const rows = JSON.stringify(await call(desk, 'GET', '/assets/rows?start=9&count=1&columns=serial,tag&sort=tag'));
  const [serial = '', tag = ''] = ['serial', 'tag'].map((each) => new RegExp(`"${each}":"([^"]+)"`).exec(rows)?.[1] ?? '');
  await ofAcme(desk);
  await create(desk);
  await expect(sheet(desk).getByRole('combobox', { name: /^Client/ })).toHaveValue('Acme Ltd');
  await expect(field(desk, /^Name/)).toBeFocused();
  const first = fresh('pile');
  await desk.keyboard.type(first);
  await field(desk, 'Serial number').fill(serial.toLowerCase());
  const known = sheet(desk).getByRole('status').filter({ hasText: tag });
  await expect(known.getByRole('link', { name: 'Open' })).toHaveAttribute('href', /open=/);
  await field(desk, 'Serial number').fill('');
  await expect(known).toBeHidden();
  await button(desk, 'Save and add another').click();
  await expect(field(desk, /^Name/)).toHaveValue('');
  await expect(field(desk, /^Name/)).toBeFocused();
  await expect(desk.locator('[role="row"][data-new]')).toContainText(first);
  await desk.keyboard.type(`${first}-2`);
  await button(desk, 'Save and open').click();
  await expect(sheet(desk)).toBeHidden();
  await expect(drawerOf(desk).getByRole('heading', { level: 2 })).toContainText(`${first}-2`);
});

test('S12.3 what the list leaves out is told of, with the way to it', async ({ desk }) => {
  await opened(desk, `/assets?v=all&q=${encodeURIComponent('status=missing')}`);
  await create(desk);
  await sheet(desk).getByRole('combobox', { name: /^Client/ }).click();
  await desk.getByRole('option', { name: 'Acme Ltd', exact: true }).click();
  const name = fresh('elsewhere');
  await field(desk, /^Name/).fill(name);
  await button(desk, 'Save asset').click();
  const note = desk.getByRole('alert').or(desk.getByRole('status')).filter({ hasText: 'This list leaves it out' });
  await expect(note.first()).toBeVisible();
  await expect(desk.locator('[role="row"][data-new]')).toHaveCount(0);
  await note.first().getByRole('button', { name: 'Open' }).click();
  await expect(drawerOf(desk).getByRole('heading', { level: 2 })).toContainText(name);
});

test('S12.4 what the server refuses stands at its field and in a summary that leads there', async ({ desk }) => {
  await ofAcme(desk);
  const tag = (await cellAt(desk, 1, 'tag').innerText()).trim();
  await create(desk);
  const name = fresh('twin');
  await field(desk, /^Name/).fill(name);
  await field(desk, 'Asset tag').fill(tag);
  await button(desk, 'Save asset').click();
  const summary = sheet(desk).getByRole('alert').first();
  await expect(summary).toBeFocused();
  await summary.getByRole('link', { name: 'Asset tag' }).click();
  await expect(field(desk, 'Asset tag')).toBeFocused();
  await expect(field(desk, 'Asset tag')).toHaveAccessibleDescription(/\S/);
  await expect(field(desk, /^Name/)).toHaveValue(name);
  await button(desk, 'Cancel').click();
  await expect(sheet(desk)).toBeHidden();
});
