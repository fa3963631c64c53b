import { answering, call, cellAt, clientOf, counted, expect, gridOf, make, of, opened, rowAt, said, test } from './desk';
import { at, TENANT, visit } from './session';
import type { Page } from '@playwright/test';

/** Selection and bulk edit. F4 in keyboard.spec.ts changes all that match, follows the job and undoes it. */
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selection' });
const isFrozen = (url: string, method: string) => method === 'POST' && url.endsWith('/api/v1/selections');

test('S6.1 S6.2 the bar moves no row and says which are meant; another filter lets all matching go, and Restore brings them back', async ({ desk }) => {
  await opened(desk, `/assets?v=all&q=${encodeURIComponent('status=in_repair')}`);
  const matching = Number(await (await counted(desk)).getAttribute('aria-rowcount')) - 1;
  const before = await cellAt(desk, 3, 'name').boundingBox();
  await cellAt(desk, 3, 'name').focus();
  await desk.keyboard.press('x');
  await expect(bar(desk)).toContainText('1 selected');
  expect(await cellAt(desk, 3, 'name').boundingBox()).toEqual(before);
  await desk.keyboard.press('Control+a');
  await expect(bar(desk)).toContainText(`All ${matching.toLocaleString('en')} matching selected`);
  await visit(desk, at(`/assets?v=all&q=${encodeURIComponent('status=missing')}`));
  await said(desk, 'The selection was cleared because the filter changed.');
  await bar(desk).getByRole('button', { name: 'Restore' }).click();
  await expect(bar(desk)).toContainText(`All ${matching.toLocaleString('en')} matching selected`);
  expect(new URL(desk.url()).searchParams.get('q')).toBe('status=in_repair');
  await bar(desk).getByRole('button', { name: 'Clear selection' }).click();
});

test('S6.3 S6.5 a quick search bounds what all matching means, and what matches or goes after the preview is left', async ({ desk }) => {
  const mark = `sweep${Date.now().toString(36)}`;
  const { id: client } = await clientOf(desk, 'Acme Ltd');
  const made: string[] = [];
  for (const each of [1, 2, 3]) made.push(await make(desk, client, `${mark} ${String(each)}`));
  await opened(desk, `/assets?v=all&q=${mark}`);
  await expect(gridOf(desk)).toHaveAttribute('aria-rowcount', '4');
  await cellAt(desk, 1, 'name').focus();
  await desk.keyboard.press('Control+a');
  const frozen = desk.waitForRequest((request) => isFrozen(request.url(), request.method()));
  await desk.keyboard.press('e');
  expect(JSON.stringify((await frozen).postDataJSON())).toContain(mark);
  const dialog = desk.getByRole('dialog', { name: 'Change 3 assets' });
  await dialog.getByRole('combobox', { name: 'Field' }).fill('Status');
  await desk.getByRole('option', { name: 'Status', exact: true }).click();
  const value = dialog.getByRole('combobox', { name: 'Status' });
  await expect(value).toBeFocused();
  await value.click();
  await desk.getByRole('option', { name: 'Deployed', exact: true }).click();
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('3 change');
  const late = await make(desk, client, `${mark} 4`);
  await call(desk, 'DELETE', `/assets/${made[2] ?? ''}`, undefined, { 'If-Match': '"1"' });
  const answer = desk.waitForResponse((each) => each.url().endsWith('/api/v1/bulk') && each.request().method() === 'POST');
  await dialog.getByRole('button', { name: 'Change 3 assets' }).click();
  const job = /"job":\{"id":"([^"]+)"/.exec(await (await answer).text())?.[1] ?? /"id":"([^"]+)"/.exec(await (await answer).text())?.[1] ?? '';
  await expect.poll(() => call(desk, 'GET', `/jobs/${job}`)).toMatchObject({ counters: { total: 3, done: 2, skipped: 1, failed: 0, pending: 0 } });
  expect(of(await call(desk, 'GET', `/assets/${late}`), 'status')).toBe('in_stock');
  expect(of(await call(desk, 'GET', `/assets/${made[0] ?? ''}`), 'status')).toBe('deployed');
});

test('S6.9 the export of a selection names the columns in view, in their order', async ({ desk }) => {
  await opened(desk, `/assets?v=all&q=${encodeURIComponent('status=missing')}`);
  await cellAt(desk, 1, 'name').focus();
  await desk.keyboard.press('Control+a');
  const shown = await desk.getByRole('columnheader').evaluateAll((all) => all.map((each) => each.dataset['colId'] ?? '').filter((id) => !id.startsWith('_') && id !== ''));
  await answering(desk, '**/api/v1/assets/export', (route) => route.abort(), async () => {
    const sent = desk.waitForRequest((request) => request.url().endsWith('/assets/export'));
    await bar(desk).getByRole('button', { name: 'Export' }).click();
    await desk.getByRole('menuitem').first().click();
    const body: unknown = (await sent).postDataJSON();
    const columns: unknown = Reflect.get(Object.assign({}, body), 'columns');
    expect(Array.isArray(columns) && columns.slice(0, 4)).toEqual(shown.filter((id) => Array.isArray(columns) && columns.includes(id)).slice(0, 4));
    expect(JSON.stringify(body)).toMatch(/"selection":"[^"]+"/);
  });
  await desk.keyboard.press('Escape');
});

test('S6.6 S6.7 S6.8 a thousand selected are a thousand outcomes of a job beside which the page works on; undo brings back all but what was changed since', async ({ desk }) => {
  test.setTimeout(180_000);
  const { slug } = await clientOf(desk, 'Acme Ltd');
  await desk.goto(`/t/${TENANT}/${slug}/assets?v=all`);
  await expect(desk.getByRole('rowheader').first()).toHaveText(/\S/);
  const grid = await counted(desk);
  await cellAt(desk, 1, 'name').focus();
  await desk.keyboard.press('x');
  await grid.evaluate((element) => (element.scrollTop = 990 * 32));
  const last = rowAt(desk, 1_000);
  await expect(last.getByRole('rowheader')).toHaveText(/\S/);
  await last.getByRole('checkbox').click({ modifiers: ['Shift'] });
  await expect(bar(desk)).toContainText('1,000 selected');

  await desk.keyboard.press('e');
  const dialog = desk.getByRole('dialog', { name: 'Change 1,000 assets' });
  await dialog.getByRole('combobox', { name: 'Field' }).fill('Supplier');
  await desk.getByRole('option', { name: 'Supplier', exact: true }).click();
  const mark = `Supplier ${Date.now().toString(36)}`;
  await dialog.getByRole('textbox', { name: 'Supplier' }).fill(mark);
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('1,000 change');
  const answer = desk.waitForResponse((each) => each.url().endsWith('/api/v1/bulk') && each.request().method() === 'POST');
  await dialog.getByRole('button', { name: 'Change 1,000 assets' }).click();
  const job = /"job":\{"id":"([^"]+)"/.exec(await (await answer).text())?.[1] ?? '';
  await expect(dialog).toBeHidden();
  await grid.evaluate((element) => (element.scrollTop = 0));
  // Nobody presses a row that is not there yet.
  await expect(cellAt(desk, 2, 'name')).toHaveText(/\S/);
  await cellAt(desk, 2, 'name').click();
  await expect(desk.getByRole('complementary', { name: 'Asset' }).getByRole('heading', { level: 2 })).toBeFocused();
  await desk.keyboard.press('Escape');
  await expect.poll(() => call(desk, 'GET', `/jobs/${job}`), { timeout: 60_000 }).toMatchObject({ counters: { total: 1_000, done: 1_000, skipped: 0, failed: 0, pending: 0 } });

  const id = (await rowAt(desk, 1).getAttribute('data-row-id')) ?? '';
  const version = of(await call(desk, 'GET', `/assets/${id}`), 'version');
  await call(desk, 'PATCH', `/assets/${id}`, { supplier: 'since' }, { 'If-Match': `"${version}"` });
  await visit(desk, at(`/jobs/${job}`));
  // The note of the job offers it as well, for as long as it is there.
  await desk.locator('#main').getByRole('button', { name: /^Undo/ }).click();
  const undo = desk.getByRole('dialog', { name: /^Undo: / });
  await expect(undo.getByRole('radiogroup', { name: /^1 record was changed since/ })).toBeVisible();
  await undo.getByRole('button', { name: 'Undo on 999 records' }).click();
  await expect(undo).toBeHidden();
  const left = async (): Promise<unknown> => call(desk, 'GET', `/assets/count?filter=${encodeURIComponent(`supplier="${mark}"`)}`);
  await expect.poll(left, { timeout: 60_000 }).toMatchObject({ value: 0 });
  expect(of(await call(desk, 'GET', `/assets/${id}`), 'supplier')).toBe('since');
});

test('S6.1 on a phone cards are chosen by their boxes, all that match by the bar, and the bar stays within the screen', async ({ desk }) => {
  await desk.setViewportSize({ width: 390, height: 844 });
  await opened(desk, `/assets?v=all&q=${encodeURIComponent('type=server')}`);
  const box = (place: number) => rowAt(desk, place).getByRole('checkbox');
  await box(1).click();
  await box(3).click();
  await expect(bar(desk)).toContainText('2 selected');
  expect(new URL(desk.url()).searchParams.has('open')).toBe(false);
  const edges = await bar(desk).evaluate((element) => [...element.querySelectorAll('button')].map((each) => each.getBoundingClientRect()).map(({ left, right }) => left >= 0 && right <= innerWidth));
  expect(edges.every(Boolean)).toBe(true);
  await bar(desk).getByRole('button', { name: /^Select all / }).click();
  await expect(bar(desk)).toContainText(/^All [\d,]+ matching selected/);
  await expect(box(2)).toBeChecked();
  await bar(desk).getByRole('button', { name: 'Edit' }).click();
  const dialog = desk.getByRole('dialog', { name: /^Change [\d,]+ assets$/ });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
  await bar(desk).getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar(desk)).toHaveCount(0);
  await desk.setViewportSize({ width: 1440, height: 900 });
});
