import { answering, call, cellAt, clientOf, counted, drawerOf, expect, focusedRow, gridOf, make, opened, problem, rowAt, soonest, test, within } from './desk';
import { at, visit } from './session';

/** The drawer. j and k past the window: F5 in keyboard.spec.ts. */
test('S7.1 S7.4 S7.7 a row opens beside a grid that keeps its place; Escape and × lead back; the separator is moved by keys', async ({ desk }) => {
  await opened(desk);
  const grid = await counted(desk);
  await grid.evaluate((element) => (element.scrollTop = 40 * 32));
  await expect(rowAt(desk, 50).getByRole('rowheader')).toHaveText(/\S/);
  const place = await grid.evaluate((element) => element.scrollTop);
  for (const leave of [() => desk.keyboard.press('Escape'), () => drawerOf(desk).getByRole('button', { name: 'Close asset' }).click()]) {
    await cellAt(desk, 50, 'name').click();
    await expect(drawerOf(desk).getByRole('heading', { level: 2 })).toBeFocused();
    await expect(desk).toHaveURL(new RegExp(`open=${(await rowAt(desk, 50).getAttribute('data-row-id')) ?? 'none'}`));
    expect(await grid.evaluate((element) => element.scrollTop)).toBe(place);
    expect(await grid.evaluate((element) => element.clientWidth)).toBeGreaterThanOrEqual(560);
    await leave();
    await expect(drawerOf(desk)).toBeHidden();
    await expect(focusedRow(desk)).toHaveAttribute('aria-rowindex', '51');
  }
  await cellAt(desk, 50, 'name').click();
  const separator = drawerOf(desk).getByRole('separator');
  const width = Number(await separator.getAttribute('aria-valuenow'));
  await separator.press('ArrowLeft');
  await expect(separator).toHaveAttribute('aria-valuenow', String(width + 24));
  await separator.press('ArrowRight');
  await expect(separator).toHaveAttribute('aria-valuenow', String(width));
});

test('S7.2 S7.3 S7.5 a link opens drawer and tab, and marks a row far below; walking on is one step back; a tab fails alone', async ({ desk }) => {
  const rows = await call(desk, 'GET', '/assets/rows?start=1500&count=1&columns=tag');
  const id = /"id":"([^"]+)"/.exec(JSON.stringify(rows))?.[1] ?? '';
  await answering(desk, `**/api/v1/assets/${id}/history*`, (route) => route.fulfill(problem(500, 'The history is being moved.')), async () => {
    await opened(desk, `/assets?v=all&open=${id}&tab=history`);
    await expect(drawerOf(desk).getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true');
    await expect(drawerOf(desk).getByText('The history is being moved.')).toBeVisible();
    await expect(rowAt(desk, 1501)).toHaveAttribute('aria-current', 'true');
    await expect(gridOf(desk).locator(`[data-row-id="${id}"]`)).toBeInViewport();
    await drawerOf(desk).getByRole('tab', { name: 'Overview' }).click();
    await expect(drawerOf(desk).getByRole('tabpanel')).toContainText(/Serial/);
  });
  const entries = await desk.evaluate(() => history.length);
  await drawerOf(desk).getByRole('heading', { level: 2 }).focus();
  for (let step = 0; step < 3; step += 1) await desk.keyboard.press('j');
  await expect(drawerOf(desk).getByText(/^1,504 of/)).toBeVisible();
  expect(await desk.evaluate(() => history.length)).toBe(entries);
});

test('S7.1 a row is open within 100 ms', async ({ desk }) => {
  await opened(desk);
  const back = async (): Promise<void> => {
    await desk.keyboard.press('Escape');
    await expect(drawerOf(desk)).toBeHidden();
  };
  const names = async (places: number[]): Promise<string[]> => Promise.all(places.map(async (place) => (await cellAt(desk, place, 'name').innerText()).trim()));
  const clicked = await soonest(desk, 'click', 'aside h2', await names([3, 4, 5]), (_, place) => cellAt(desk, place + 3, 'status').click(), back);
  const pressed = await soonest(desk, 'keydown', 'aside h2', await names([6, 7, 8]), (_, place) => cellAt(desk, place + 6, 'name').press('Enter'), back);
  expect(Math.max(clicked, pressed)).toBeLessThan(within(100));
});

test('S7.8 an asset that is gone says so, and next and previous lead on from where it was', async ({ desk }) => {
  await visit(desk, at('/assets?v=all&open=00000000-0000-7000-8000-000000000001'));
  await expect(drawerOf(desk).getByText('This asset is not here')).toBeVisible();
  const { id: client } = await clientOf(desk, 'Acme Ltd');
  const mark = `gone${Date.now().toString(36)}`;
  const made: string[] = [];
  for (const each of [1, 2, 3]) made.push(await make(desk, client, `${mark} ${String(each)}`));
  await opened(desk, `/assets?v=all&q=${mark}&sort=name&open=${made[0] ?? ''}`);
  const heading = drawerOf(desk).getByRole('heading', { level: 2 }).first();
  await expect(heading).toHaveText(`${mark} 1`);
  await call(desk, 'DELETE', `/assets/${made[1] ?? ''}`, undefined, { 'If-Match': '"1"' });
  await heading.focus();
  const gone = drawerOf(desk).getByText('This asset is not here');
  await desk.keyboard.press('j');
  await expect(gone).toBeVisible();
  await drawerOf(desk).getByRole('button', { name: 'Next asset' }).click();
  await expect(heading).toHaveText(`${mark} 3`);
  await desk.keyboard.press('k');
  await expect(gone).toBeVisible();
  await desk.keyboard.press('k');
  await expect(heading).toHaveText(`${mark} 1`);
  await desk.keyboard.press('Escape');
});

test('S7.6 the history goes back page by page, newest first; each change names who and whence, and leads to its entries', async ({ desk }) => {
  const { id: client } = await clientOf(desk, 'Acme Ltd');
  const id = await make(desk, client, 'history 0');
  for (const each of [1, 2, 3]) await call(desk, 'PATCH', `/assets/${id}`, { name: `history ${String(each)}` }, { 'If-Match': `"${String(each)}"` });
  const entries = drawerOf(desk).locator('li').filter({ hasText: 'by Olivia Owens' });
  const briefly = (address: string): string => {
    const url = new URL(address);
    url.searchParams.set('limit', '3');
    return url.href;
  };
  await answering(desk, new RegExp(`/api/v1/assets/${id}/history(\\?|$)`), (route) => route.continue({ url: briefly(route.request().url()) }), async () => {
    await opened(desk, `/assets?v=all&open=${id}&tab=history`);
    await expect(entries).toHaveCount(3);
    await drawerOf(desk).getByRole('button', { name: 'Show older changes' }).click();
    await expect(entries).toHaveCount(4);
  });
  const told = await entries.allInnerTexts();
  expect(told.map((text) => /Created|history \d(?!.*history \d)/s.exec(text)?.[0])).toEqual(['history 3', 'history 2', 'history 1', 'Created']);
  const times = await entries.locator('time').evaluateAll((all) => all.map((each) => each.getAttribute('datetime') ?? ''));
  expect(times).toEqual([...times].sort().reverse());
  await expect(entries.first().getByRole('link', { name: 'Audit entries' })).toHaveAttribute('href', /\/audit\?change_set=/);
});

test('S7.9 what is edited in the drawer stands in the row, and the other way round', async ({ desk }) => {
  const { id: client } = await clientOf(desk, 'Acme Ltd');
  const name = `agree ${Date.now().toString(36)}`;
  const id = await make(desk, client, name);
  await opened(desk, `/assets?v=all&q=${encodeURIComponent(`name:"${name}"`)}&open=${id}`);
  const cell = cellAt(desk, 1, 'name');
  const value = drawerOf(desk).locator('dl > div').filter({ has: desk.getByText('Name', { exact: true }) }).locator('dd').first();
  await expect(cell).toHaveText(name);
  await drawerOf(desk).getByRole('button', { name: 'Edit Name' }).click();
  await drawerOf(desk).getByRole('textbox', { name: 'Name' }).fill(`${name} drawer`);
  await desk.keyboard.press('Enter');
  await expect(cell).toHaveText(`${name} drawer`);
  await cell.focus();
  await desk.keyboard.press('F2');
  await cell.getByRole('textbox', { name: 'Name' }).fill(`${name} row`);
  await desk.keyboard.press('Enter');
  await expect(value).toContainText(`${name} row`);
  await expect(drawerOf(desk).getByRole('heading', { level: 2 })).toContainText(`${name} row`);
});
