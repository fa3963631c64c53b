import { answering, call, cellAt, counted, expect, gridOf, list, of, opened, said, test } from './desk';
import { at, visit } from './session';
import type { Page } from '@playwright/test';

/** Filters. What each kind of field can be asked, and round trips of any text: `backend/tests/platform/filters`. */
const bar = (page: Page) => page.getByRole('search', { name: 'Filter' });
const box = (page: Page) => page.getByRole('textbox', { name: 'Filter', exact: true });
const tokens = (page: Page) => bar(page).locator('[data-token]');
const matches = (page: Page) => bar(page).getByText(/^[\d,]+\+? match(es)?$/);
const inAddress = (page: Page) => new URL(page.url()).searchParams.get('q');

async function typed(page: Page, text: string): Promise<void> {
  await box(page).focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const parsed = async (page: Page, text: string): Promise<object> => Object.assign({}, await call(page, 'POST', '/filters/parse', { text, module: 'assets' }));

/** A filter as a link brings it. */
async function filtered(page: Page, text: string): Promise<void> {
  await visit(page, at(`/assets?v=all&q=${encodeURIComponent(text)}`));
  await expect(page.locator('[role="grid"][data-stale]')).toHaveCount(0);
}

test('S4.1 what is typed becomes tokens and canonical text in the address, and a reload brings both and the count', async ({ desk }) => {
  await opened(desk);
  await typed(desk, 'status:deployed warranty<+90d');
  await expect(tokens(desk)).toHaveText([/Status.*Deployed/, /Warranty.*\+90d/]);
  await expect.poll(() => inAddress(desk)).toBe('status=deployed warranty_end<+90d');
  const number = Number(of(await call(desk, 'GET', `/assets/count?filter=${encodeURIComponent('status=deployed warranty_end<+90d')}`), 'value'));
  await expect(matches(desk)).toHaveText(`${number.toLocaleString('en')} matches`);
  await desk.reload();
  await expect(tokens(desk)).toHaveText([/Status.*Deployed/, /Warranty.*\+90d/]);
  await expect(matches(desk)).toHaveText(`${number.toLocaleString('en')} matches`);
});

test('S4.4 Backspace goes to the last token, Delete takes it away, Enter opens its editor', async ({ desk }) => {
  await filtered(desk, 'status=deployed type=workstation');
  await expect(tokens(desk)).toHaveText([/Status.*Deployed/, /Type.*Workstation/]);
  await box(desk).focus();
  await desk.keyboard.press('Backspace');
  await expect(tokens(desk).last()).toBeFocused();
  await desk.keyboard.press('ArrowLeft');
  await expect(tokens(desk).first()).toBeFocused();
  await desk.keyboard.press('ArrowRight');
  await desk.keyboard.press('Delete');
  await expect(tokens(desk)).toHaveText([/Status.*Deployed/]);
  await expect(box(desk)).toBeFocused();
  await expect.poll(() => inAddress(desk)).toBe('status=deployed');
  await desk.keyboard.press('Backspace');
  await desk.keyboard.press('Enter');
  const editor = desk.getByRole('dialog', { name: 'Edit the filter on Status' });
  await expect(editor).toBeVisible();
  await editor.getByRole('checkbox', { name: 'In repair' }).check();
  await editor.getByRole('button', { name: 'Apply' }).click();
  await expect(tokens(desk)).toHaveText([/Status.*Deployed or In repair/]);
});

test('S4.2 a condition offers what its field can be asked, and no more', async ({ desk }) => {
  await filtered(desk, 'status=deployed name:a purchase_date=2020-01-01 ip=10.0.0.1');
  await expect(tokens(desk)).toHaveCount(4);
  for (const [place, offered] of [
    [0, ['is', 'is not', 'is empty', 'is not empty']],
    [1, ['contains', 'does not contain', 'is', 'is not', 'begins with', 'is empty', 'is not empty']],
    [2, ['is', 'is not', 'more than, after', 'at least, from', 'less than, before', 'at most, until', 'between', 'in the last days', 'in the next days', 'is empty', 'is not empty']],
    [3, ['is', 'is not', 'in the network', 'between', 'is empty', 'is not empty']],
  ] as const) {
    await tokens(desk).nth(place).click();
    await desk.getByRole('dialog').getByRole('combobox', { name: 'Operator' }).click();
    await expect(desk.getByRole('option')).toHaveText([...offered]);
    await expect(async () => {
      await desk.keyboard.press('Escape');
      await expect(desk.getByRole('dialog')).toBeHidden({ timeout: 500 });
    }).toPass();
  }
});

test('S4.3 an unknown field is a red token with a suggestion; the former rows stay, dimmed, and none are asked for', async ({ desk }) => {
  await filtered(desk, 'type=workstation');
  await expect(cellAt(desk, 1, 'tag')).toHaveText(/\S/);
  const first = await cellAt(desk, 1, 'tag').innerText();
  const asked: string[] = [];
  await answering(desk, '**/api/v1/assets/rows*', (route) => (asked.push(route.request().url()), route.fallback()), async () => {
    await typed(desk, 'stauts=deployed');
    await expect(tokens(desk).last()).toHaveAccessibleName(/cannot be used: .*stauts.*status/i);
    await expect(bar(desk).getByRole('alert')).toContainText('status');
    await expect(gridOf(desk)).toHaveAttribute('data-stale', 'true');
    await expect(cellAt(desk, 1, 'tag')).toHaveText(first);
    expect(await gridOf(desk).locator('[class*="_sizer"]').evaluate((rows) => Number(getComputedStyle(rows).opacity))).toBeLessThan(1);
    expect(inAddress(desk)).toContain('stauts=deployed');
    // Rows of the former filter may still be on their way.
    expect(asked.filter((url) => !url.includes('filter=type%3Dworkstation'))).toEqual([]);
  });
});

test('S4.5 more than ten thousand are counted as such at once and exactly within five seconds, told of once', async ({ desk }) => {
  await list(desk);
  const exact = Number(of(await call(desk, 'GET', `/assets/count?filter=${encodeURIComponent('-status=missing')}&exact=true`), 'value'));
  expect(exact).toBeGreaterThan(10_000);
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await answering(desk, '**/api/v1/assets/count*', async (route) => (await held, route.fallback()), async () => {
    await filtered(desk, '-status=missing');
    await expect(matches(desk)).toHaveText('10,000+ matches');
    await expect(bar(desk).getByRole('status')).toHaveText('');
    letThrough();
    await expect(matches(desk)).toHaveText(`${exact.toLocaleString('en')} matches`, { timeout: 5_000 });
    await expect(bar(desk).getByRole('status')).toHaveText(`${exact.toLocaleString('en')} matches found`);
  });
});

test('S4.6 S4.8 alternatives, negation and hostile values come back from a saved view and the API as they were', async ({ desk }) => {
  const hostile = ['say "hi"', 'a, b (c)', '🚚 van', 'שלום', 'back\\slash', '<b>'];
  const filters = ['(status=deployed type!=workstation) OR status=missing', ...hostile.map((value) => `name=${JSON.stringify(value)}`)];
  const views: string[] = [];
  for (const filter of filters) {
    const view = await call(desk, 'POST', '/views', { module: 'assets', name: `Round ${crypto.randomUUID()}`, filter, sharing: 'private' });
    views.push(of(view, 'id'));
    expect(of(view, 'filter')).toBe(filter);
    const canonical = of(await parsed(desk, filter), 'canonical');
    expect(await parsed(desk, canonical)).toMatchObject({ canonical, errors: [], ast: Reflect.get(await parsed(desk, filter), 'ast') });
  }
  await opened(desk);
  for (const [place, id] of views.entries()) {
    await visit(desk, at(`/assets?v=${id}`));
    const value = hostile[place - 1];
    if (value === undefined) await expect(tokens(desk)).toHaveText(['(', /Status.*Deployed/, /Type.*!=.*Workstation/, ')', 'or', /Status.*Missing/]);
    else await expect(tokens(desk).locator('bdi')).toHaveText([value]);
    await expect(desk.getByText('Modified', { exact: true })).toBeHidden();
    await call(desk, 'DELETE', `/views/${id}`, undefined, { 'If-Match': '"1"' });
  }
});

test('S4.7 a quick filter is pressed exactly while its token is there', async ({ desk }) => {
  await filtered(desk, 'type=workstation');
  const chip = bar(desk).getByRole('button', { name: 'Missing', exact: true });
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(tokens(desk)).toHaveText([/Type.*Workstation/, /Status.*Missing/]);
  await chip.click();
  await expect(tokens(desk)).toHaveCount(1);
  await typed(desk, 'status=missing');
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await tokens(desk).last().focus();
  await desk.keyboard.press('Delete');
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await said(desk, /matches found/);
  await counted(desk);
});
