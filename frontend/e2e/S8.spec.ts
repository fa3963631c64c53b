import { call, cellAt, clientOf, drawerOf, expect, gridOf, list, make, of, opened, test } from './desk';
import { at, visit } from './session';

/** The page of one asset. */
test('S8.1 S8.3 the page has the tabs of the drawer, leads back to view and row, and prints code and facts without navigation', async ({ desk }) => {
  const filtered = `/assets?v=all&q=${encodeURIComponent('status=in_repair')}&sort=name`;
  await opened(desk, filtered);
  await cellAt(desk, 3, 'name').click();
  await expect(drawerOf(desk).getByRole('tab', { name: 'Overview' })).toBeVisible();
  const tabs = await drawerOf(desk).getByRole('tab').allInnerTexts();
  const id = (await desk.locator('[role="row"][aria-current="true"]').getAttribute('data-row-id')) ?? '';
  await visit(desk, at(`/assets/${id}`));
  const facts = desk.getByRole('complementary', { name: 'Key facts' });
  await expect(facts.getByRole('img', { name: /^QR code of / })).toBeVisible();
  await expect(desk.getByRole('tab')).toHaveText(tabs);
  await desk.getByRole('tab', { name: 'History' }).click();
  await expect(desk).toHaveURL(new RegExp(`/assets/${id}\\?tab=history`));

  await desk.emulateMedia({ media: 'print' });
  await expect(desk.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(desk.getByRole('banner')).toBeHidden();
  await expect(facts.getByRole('img', { name: /^QR code of / })).toBeVisible();
  await expect(facts.getByText('Client', { exact: true })).toBeVisible();
  await desk.emulateMedia({ media: null });

  await desk.getByRole('navigation', { name: 'Where this is' }).getByRole('link', { name: 'Assets' }).click();
  await expect(desk.locator(`[role="row"][aria-current="true"][data-row-id="${id}"]`)).toBeVisible();
  const back = new URL(desk.url()).searchParams;
  expect([back.get('q'), back.get('sort'), back.get('open')]).toEqual(['status=in_repair', 'name', id]);
  await desk.keyboard.press('Escape');
});

test('S8.2 S6.4 in what an asset shares with others all that match are those, and never all assets', async ({ desk }) => {
  const { id: client } = await clientOf(desk, 'Acme Ltd');
  const model = `Rack ${Date.now().toString(36)}`;
  const made: string[] = [];
  for (const each of [1, 2, 3]) made.push(await make(desk, client, `${model} no. ${String(each)}`, { model }));
  await visit(desk, at(`/assets/${made[0] ?? ''}?tab=relations`));
  const shared = desk.getByRole('region', { name: 'Shares with others' });
  await shared.getByRole('button', { name: /^Model/ }).click();
  const grid = gridOf(desk, `Assets with Model ${model}`);
  await expect(grid).toHaveAttribute('aria-rowcount', '3');
  await grid.locator('[data-row-index="0"] [data-col-id="name"]').focus();
  await desk.keyboard.press('Control+a');
  await expect(shared.getByRole('toolbar', { name: 'Selection' })).toContainText('All 2 matching selected');
  const frozen = desk.waitForResponse((answer) => answer.url().endsWith('/api/v1/selections') && answer.request().method() === 'POST');
  await desk.keyboard.press('e');
  expect(await (await frozen).json()).toMatchObject({ count: 2 });
  await expect(desk.getByRole('dialog', { name: 'Change 2 assets' })).toBeVisible();
  await desk.keyboard.press('Escape');
});

test('S8.4 S8.5 required fields say so, a refusal stands at its field and in a summary that leads there; changed forms ask before they are left', async ({ desk }) => {
  const { id: client } = await clientOf(desk, 'Acme Ltd');
  const label = `Cost centre ${Date.now().toString(36)}`;
  const field = await call(desk, 'POST', '/custom-fields', { label, kind: 'text', section: 'Finance', pattern: '[0-9]{4}', required: true, default_value: '1000' });
  const id = await make(desk, client, 'form under test');
  await opened(desk, '/assets?v=all');
  await visit(desk, at(`/assets/${id}/edit`));
  const box = desk.getByRole('textbox', { name: new RegExp(`^${label}`) });
  await expect(box).toBeVisible();
  await expect(box).toHaveAttribute('required', '');
  await expect(desk.locator('details').filter({ has: box }).locator('summary')).toHaveText('Finance');
  await box.fill('four');
  await desk.getByRole('button', { name: 'Save changes' }).click();
  const summary = desk.getByRole('alert').filter({ has: desk.getByRole('link', { name: label }) });
  await expect(summary).toBeFocused();
  await summary.getByRole('link', { name: label }).click();
  await expect(box).toBeFocused();
  await expect(box).toHaveAccessibleDescription(/\S/);

  const leave = desk.getByRole('dialog', { name: 'Leave without saving?' });
  const away = desk.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' });
  await away.click();
  await leave.getByRole('button', { name: 'Cancel' }).click();
  await expect(box).toHaveValue('four');
  await away.click();
  await leave.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(gridOf(desk, 'Jobs')).toBeVisible();
  await call(desk, 'DELETE', `/custom-fields/${of(field, 'id')}?discard_values=true`, undefined, { 'If-Match': '"1"' });
  await list(desk);
});
