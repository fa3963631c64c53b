import { answering, call, cellAt, clientOf, counted, expect, gridOf, make, of, opened, said, test } from './desk';
import { at, visit } from './session';
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
