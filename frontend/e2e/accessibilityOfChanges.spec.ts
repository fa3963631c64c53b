import type { Page } from '@playwright/test';
import { beginInLight, lookOf } from './axe';
import { call, clientOf, expect, list, make, of, test } from './desk';
import { at, visit } from './session';

beginInLight();

test('no serious accessibility finding in bulk edit, delete, templates, compare, restore and what was changed meanwhile, light and dark', async ({ desk: page }) => {
  test.setTimeout(240_000);
  const look = lookOf(page);
  const dialog = page.getByRole('dialog');
  const closed = async (name: string): Promise<void> => {
    await look(name);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  };
  const { id: client } = await clientOf(page, 'Acme Ltd');
  const mark = `axe${Date.now().toString(36)}`;
  const id = await make(page, client, `${mark} once`);
  await make(page, client, `${mark} beside it`);
  for (const name of ['twice', 'thrice']) await rename(page, id, `${mark} ${name}`);
  const left = await changedMeanwhile(page, id, mark);
  await list(page, `/assets?v=all&q=${mark}`);
  await page.getByRole('grid', { name: 'Assets' }).locator('[tabindex="0"]').focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Retire' }).click();
  await expect(dialog.getByRole('table')).toBeVisible();
  await look('bulk edit');
  await dialog.getByRole('button', { name: 'Save as a template' }).click();
  await expect(dialog).toHaveCount(2);
  await look('save as a template');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Run a template' }).click();
  await expect(dialog.getByRole('list', { name: 'Mass-update templates' })).toBeVisible();
  await look('template picker');
  await dialog.getByRole('button', { name: /^Rename/ }).first().click();
  await expect(dialog.getByRole('table')).toBeVisible();
  await closed('run a template');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(dialog.getByRole('table')).toBeVisible();
  await closed('delete');
  await visit(page, at('/assets/templates'));
  await page.getByRole('button', { name: 'New template' }).first().click();
  await expect(dialog).toBeVisible();
  await closed('template');
  await page.getByRole('button', { name: /^Actions for Rename/ }).first().click();
  await page.getByRole('menuitem', { name: /ersions/ }).click();
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  await closed('versions of a template');
  await visit(page, at(`/jobs/${left}`));
  await page.getByRole('button', { name: 'Look and decide' }).click();
  await dialog.getByRole('radio', { name: 'Choose which to overwrite' }).check();
  await closed('changed meanwhile');
  await look('a job that left something');
  await visit(page, at(`/assets/${id}?tab=history`));
  const change = page.getByRole('button', { name: /^More about the change of/ });
  const choose = async (entry: number, item: RegExp): Promise<void> => {
    await change.nth(entry).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose(1, /^Compare with now/);
  await expect(dialog.getByRole('table')).toBeVisible();
  await closed('compare');
  await choose(0, /^Go back to before this/);
  await expect(dialog.getByRole('table')).toBeVisible();
  await closed('restore');
  await choose(1, /^Undo this change/);
  await expect(dialog.getByRole('table')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Choose field by field' }).check();
  await closed('undo with conflicts');
});

/** Renamed as people do it, over whatever was there. */
const rename = (page: Page, id: string, name: string): Promise<unknown> => call(page, 'PATCH', `/assets/${id}`, { name }, { 'If-Match': '*' });

/** A bulk change that left the asset, because it was renamed after the preview; there is a template as well. */
async function changedMeanwhile(page: Page, id: string, mark: string): Promise<string> {
  const post = (path: string, data: object): Promise<unknown> => call(page, 'POST', path, data, { 'Idempotency-Key': crypto.randomUUID() });
  const selection = of(await post('/selections', { mode: 'ids', ids: [id] }), 'id');
  const operation = { kind: 'edit', edits: [{ action: 'set', field: 'name', value: `${mark} by many` }] };
  await post('/bulk-templates', { name: `Rename ${mark}`, description: '', sharing: 'private', operation, parameters: [] });
  const look = of(await post('/bulk/preview', { selection, operation }), 'look');
  await rename(page, id, `${mark} by one`);
  return of(Reflect.get(Object(await post('/bulk', { selection, operation, look })), 'job'), 'id');
}

test('no serious accessibility finding in the wizard, its dialogs, the review queue and a merge, light and dark', async ({ desk: page }) => {
  test.setTimeout(300_000);
  const look = lookOf(page);
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
  const heading = (name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout: 60_000 });
  const mark = Date.now().toString(36).toUpperCase();
  const rows = Array.from({ length: 12 }, (_, row) => `Q${mark}${String(row * 7919)},axe-${mark}-${String(row % 11)},Laptop,${['Acme Ltd', 'Globex', 'Nobody Knows Ltd'][row % 3] ?? ''},31/12/2024`);
  const content = ['Serial Number,Device Name,Device Type,Client,Purchase Date', ...rows, rows[0], `,=cmd(),Laptop,Acme Ltd,31/02/2024`].join('\r\n');
  await visit(page, at('/imports/new'));
  await heading('Upload a file');
  await page.locator('input[type="file"]').setInputFiles({ name: 'axe.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
  await look('upload');
  await press('Upload');
  await heading('Choose the table');
  await look('sheet');
  await press('Map columns');
  await heading('Map columns');
  await press(/^Values of Client/);
  await look('map');
  await press('Check rows');
  await expect(page.getByRole('button', { name: 'Go on to duplicates' })).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('F8');
  await look('check');
  await press('Decide one by one…');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('names');
  await page.keyboard.press('Escape');
  await press('Go on to duplicates');
  await heading('Decide duplicates');
  await look('duplicates');
  await press('Go on to the import');
  await heading('Run the import');
  await look('run');
  await press(/^Import \d+ rows?$/);
  await heading('Result');
  await look('result');
  await press('Undo this import');
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Undo on/ })).toBeVisible();
  await look('undo');
  await page.keyboard.press('Escape');
  await list(page, `/assets?v=all&q=${encodeURIComponent(`client="Acme Ltd" axe-${mark}`)}`);
  for (const place of [0, 1]) await page.getByRole('row').filter({ has: page.getByRole('rowheader') }).nth(place).getByRole('checkbox').check();
  await press('More');
  await page.getByRole('menuitem', { name: /^Merge/ }).click();
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
  await look('merge');
});
