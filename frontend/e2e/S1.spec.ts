import { answering, call, cellAt, expect, list, opened, test } from './desk';
import { at, visit } from './session';

/** The shell. S1.5 in its order, S1.6 and S1.8 stand in keyboard.spec.ts, without a pointer. */
const many = Array.from({ length: 500 }, (_, place) => ({ id: `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`, name: `Client ${String(place)} ${place === 321 ? 'Zyx' : 'Ltd'}`, slug: `client-${String(place)}`, is_active: true }));

test('S1.1 the skip link is the first stop and leads to the page', async ({ desk }) => {
  await opened(desk);
  for (const [role, name] of [['banner', undefined], ['navigation', 'Main'], ['main', undefined], ['heading', undefined]] as const) {
    await expect(desk.getByRole(role, { ...(name === undefined ? {} : { name }), ...(role === 'heading' ? { level: 1 } : {}) })).toHaveCount(1);
  }
  await desk.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await desk.keyboard.press('Tab');
  await expect(desk.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('main')).toBeFocused();
});

test('S1.2 three letters find one of 500 clients in less than 200 ms', async ({ desk }) => {
  const context = await call(desk, 'GET', '/me/context');
  await answering(desk, '**/api/v1/me/context', (route) => route.fulfill({ json: Object.assign({}, context, { clients: many }) }), async () => {
    await opened(desk);
    await desk.getByRole('combobox', { name: 'Client' }).click();
    await desk.keyboard.type('zy');
    const took = await desk.evaluate(async () => {
      const input = document.activeElement;
      if (!(input instanceof HTMLInputElement)) throw new Error('The selector has no focus.');
      const start = performance.now();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'zyx');
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      return performance.now() - start;
    });
    await expect(desk.getByRole('option')).toHaveText(['Client 321 Zyx']);
    expect(took).toBeLessThan(200);
    await desk.keyboard.press('Escape');
  });
});

test('S1.3 all clients: the column stays, and the header says so in words and colour', async ({ desk }) => {
  await opened(desk);
  const tint = () => desk.getByRole('banner').evaluate((element) => getComputedStyle(element).backgroundColor + getComputedStyle(element).borderBottomColor + getComputedStyle(element).boxShadow);
  await expect(desk.getByRole('combobox', { name: 'Client' })).toHaveValue('All clients');
  await expect(desk.getByRole('columnheader', { name: 'Client' })).toBeVisible();
  const ofAll = await tint();
  await desk.getByRole('combobox', { name: 'Client' }).click();
  await desk.getByRole('option', { name: 'Acme Ltd' }).click();
  await expect(desk.getByRole('combobox', { name: 'Client' })).toHaveValue('Acme Ltd');
  await expect(desk.getByRole('columnheader', { name: 'Client' })).toBeHidden();
  expect(await tint()).not.toBe(ofAll);
});

test('S1.4 a job is told of within two seconds, with its progress; failures are counted in red', async ({ desk }) => {
  await list(desk);
  const indicator = desk.getByRole('banner').getByRole('button', { name: /^Jobs$|running|failed/ });
  await indicator.click();
  const recent = desk.getByRole('dialog');
  await expect(recent).toBeVisible();
  const job = await call(desk, 'POST', '/assets/export', { format: 'csv', columns: ['tag', 'name'], filter: 'type=printer' });
  const id = /"(?:job_)?id":"([^"]+)"/.exec(JSON.stringify(job))?.[1] ?? '';
  const line = recent.getByRole('listitem').filter({ has: desk.locator(`a[href$="/jobs/${id}"]`) });
  await expect(line).toBeVisible({ timeout: 2_000 });
  await expect(line).toContainText('Succeeded');
  expect(await recent.getByRole('listitem').count()).toBeLessThanOrEqual(5);
  await desk.keyboard.press('Escape');
  const failed = { id: '1', title: 'Import “leeds.xlsx”', kind: 'import', state: 'failed', created_at: new Date().toISOString(), finished_at: new Date().toISOString(), message: 'The file is gone.', counters: { total: 3, done: 0, skipped: 0, failed: 3, pending: 0 } };
  await answering(desk, /\/api\/v1\/jobs(\?|\/stream)/, (route) => (route.request().url().includes('stream') ? route.abort() : route.fulfill({ json: { items: [failed], next_cursor: null } })), async () => {
    await opened(desk);
    await expect(desk.getByRole('banner').getByRole('button', { name: '1 job failed' })).toHaveAttribute('data-failed', 'true');
  });
});

test('S1.5 Escape closes only what lies on top', async ({ desk }) => {
  await opened(desk);
  await desk.getByRole('rowheader').first().click();
  const drawer = desk.getByRole('complementary', { name: 'Asset' });
  await expect(drawer).toBeVisible();
  await desk.keyboard.press('Control+k');
  await expect(desk.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await desk.keyboard.press('Escape');
  await expect(desk.getByRole('dialog')).toBeHidden();
  await expect(drawer).toBeVisible();
  await drawer.getByRole('heading', { level: 2 }).focus();
  await desk.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

test('S1.6 at every width the navigation is reached by keyboard', async ({ desk }) => {
  for (const width of [1024, 768, 390]) {
    await desk.setViewportSize({ width, height: 844 });
    if (width < 1024) {
      await desk.getByRole('button', { name: width < 768 ? 'More' : 'Toggle navigation', exact: true }).focus();
      await desk.keyboard.press('Enter');
    } else {
      await desk.getByRole('banner').getByRole('link').first().focus();
      await desk.keyboard.press('F6');
    }
    const inside = () => desk.evaluate(() => document.activeElement?.closest('nav')?.getAttribute('aria-label'));
    await expect.poll(inside, { message: String(width) }).toBe('Main');
    await desk.keyboard.press('Escape');
  }
  await desk.setViewportSize({ width: 1440, height: 900 });
});

test('S1.7 what is switched off is offered nowhere, and its address says so', async ({ desk }) => {
  const context = JSON.stringify(await call(desk, 'GET', '/me/context')).replace(/("key":"module\.labels"[^}]*"is_on":)true/, '$1false');
  await answering(desk, '**/api/v1/me/context', (route) => route.fulfill({ contentType: 'application/json', body: context }), async () => {
    await opened(desk);
    await expect(desk.getByRole('toolbar', { name: 'Actions for this list' }).getByRole('button', { name: /label/i })).toHaveCount(0);
    await cellAt(desk, 1, 'name').focus();
    await desk.keyboard.press('x');
    await expect(desk.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
    await desk.keyboard.press('Control+k');
    await desk.getByRole('combobox', { name: /^Search assets/ }).fill('>print');
    await expect(desk.getByText(/^Nothing found for/)).toBeVisible();
    await desk.keyboard.press('Escape');
    await visit(desk, at('/assets/labels?ids=1'));
    await expect(desk.getByRole('heading', { name: 'Labels: not switched on' })).toBeVisible();
  });
  await opened(desk);
});
