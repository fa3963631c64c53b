import { at, visit } from './session';
import { call, expect, test } from './desk';

const text = (answer: unknown, key: string): string => new RegExp(`"${key}":"([^"]+)"`).exec(JSON.stringify(answer))?.[1] ?? '';

test('a value that was changed again since goes back after a look at it, and one change of several records on this one alone', async ({ desk: page }) => {
  const made = { client_id: text(await call(page, 'GET', '/clients?limit=1'), 'id'), type: 'workstation', name: 'First name' };
  const first = text(await call(page, 'POST', '/assets', made), 'id');
  const second = text(await call(page, 'POST', '/assets', made), 'id');
  const change = (id: string, body: object): Promise<unknown> => call(page, 'PATCH', `/assets/${id}`, body, { 'If-Match': '*' });
  await change(first, { name: 'Middle name' });
  await change(first, { name: 'Newest name' });

  await visit(page, at(`/assets/${first}?tab=history`));
  await page.getByRole('button', { name: 'Set Name back to First name' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row', { name: /^Name/ })).toContainText('First nameNewest name');
  await expect(dialog.getByRole('row', { name: /^Name/ })).toContainText('Olivia');
  await dialog.getByRole('button', { name: 'Restore 1 field' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(async () => text(await call(page, 'GET', `/assets/${first}`), 'name')).toBe('First name');

  const selection = await call(page, 'POST', '/selections', { mode: 'ids', ids: [first, second] });
  const edit = { kind: 'edit', edits: [{ action: 'set', field: 'notes', value: 'In bulk' }] };
  await call(page, 'POST', '/bulk', { selection: text(selection, 'id'), operation: edit, confirmed_count: 2, reason: 'Both at once' });
  await change(first, { notes: 'By hand' });
  await page.reload();
  const entry = page.getByRole('listitem').filter({ hasText: 'Both at once' });
  await entry.getByRole('button', { name: /^More about the change of/ }).click();
  await page.getByRole('menuitem', { name: 'Undo it on this asset only' }).click();
  await expect(dialog.getByText('1 record was changed since')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Overwrite all of them' }).click();
  await dialog.getByRole('button', { name: 'Undo on 1 record' }).click();
  await expect(dialog).toBeHidden();
  expect(text(await call(page, 'GET', `/assets/${second}`), 'notes')).toBe('In bulk');
  for (const id of [first, second]) await call(page, 'DELETE', `/assets/${id}`, undefined, { 'If-Match': '*' });
});
