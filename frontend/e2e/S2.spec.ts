import { answering, call, cellAt, counted, expect, focusedRow, gridOf, list, of, opened, problem, rowAt, test } from './desk';

/** The grid. A million rows, frames and heap: bench.ts. */
test('S2.1 S2.2 the grid is named by the heading and counts its rows; its ends are reached with few nodes', async ({ desk }) => {
  await list(desk);
  await expect(desk.getByRole('heading', { level: 1, name: 'Assets' })).toBeVisible();
  await expect(rowAt(desk, 1).getByRole('rowheader')).toHaveAttribute('data-col-id', 'tag');
  const grid = await counted(desk);
  const rows = Number(await grid.getAttribute('aria-rowcount'));
  expect(rows).toBe(Number(of(await call(desk, 'GET', '/assets/count'), 'value')) + 1);
  await grid.locator('[tabindex="0"]').focus();
  for (const [key, row] of [['Control+End', rows], ['Control+Home', 2], ['PageDown', null], ['Control+End', rows]] as const) {
    await desk.keyboard.press(key);
    if (row !== null) await expect(focusedRow(desk)).toHaveAttribute('aria-rowindex', String(row));
    expect(await desk.locator('*').count()).toBeLessThan(2_500);
  }
  const last = await desk.locator(':focus').getAttribute('aria-colindex');
  expect(last).toBe(await grid.getAttribute('aria-colcount'));
  await desk.keyboard.press('Control+Home');
  await expect(desk.locator(':focus')).toHaveAttribute('aria-colindex', '1');
});

test('S2.3 a jump asks for no more than four blocks, and what a fling passed is given up', async ({ desk }) => {
  await opened(desk);
  const starts: string[] = [];
  desk.on('request', (request) => {
    const start = /\/assets\/rows.*[?&]start=(\d+)/.exec(request.url())?.[1];
    if (start !== undefined) starts.push(start);
  });
  await (await counted(desk)).evaluate((grid) => (grid.scrollTop = grid.scrollHeight * 0.73));
  const farthest = () =>
    desk.locator('[data-row-index]').evaluateAll((rows) => Math.max(...rows.flatMap((row) => (/\S/.test(row.querySelector('[role="rowheader"]')?.textContent ?? '') ? [Number(row.getAttribute('data-row-index'))] : []))));
  await expect.poll(farthest).toBeGreaterThan(5_000);
  expect(new Set(starts).size).toBeLessThanOrEqual(4);
  starts.length = 0;
  await gridOf(desk).evaluate(async (grid) => {
    for (let step = 0; step < 20; step += 1) {
      grid.scrollTop = step * 20_000;
      await new Promise((next) => requestAnimationFrame(next));
    }
    grid.scrollTop = 0;
  });
  await expect(rowAt(desk, 1).getByRole('rowheader')).toHaveText(/\S/);
  // Twenty places were passed; the fewer blocks were asked for, the fewer there were to give up.
  expect(new Set(starts).size).toBeLessThan(20);
});

test('S2.4 a header sorts upwards, downwards, not at all; Shift adds a key; a reload keeps both', async ({ desk }) => {
  await list(desk);
  const head = (name: string) => desk.getByRole('columnheader', { name, exact: true });
  for (const [order, sort] of [['ascending', 'name'], ['descending', '-name'], ['none', null]] as const) {
    await head('Name').click();
    await expect(head('Name')).toHaveAttribute('aria-sort', order);
    expect(new URL(desk.url()).searchParams.get('sort')).toBe(sort);
  }
  await head('Status').click();
  await head('Name').click({ modifiers: ['Shift'] });
  await expect(desk).toHaveURL(/sort=status(%2C|,)name/);
  await desk.reload();
  await expect(head('Status')).toHaveAttribute('aria-sort', 'ascending');
  await expect(head('Name')).toHaveAttribute('aria-sort', 'ascending');
});

test('S2.5 focus survives ten thousand rows and back, and Tab leaves in one press', async ({ desk }) => {
  await list(desk);
  await cellAt(desk, 1, 'name').focus();
  const grid = await counted(desk);
  await grid.evaluate((element) => (element.scrollTop = 10_000 * 32));
  await expect(rowAt(desk, 10_001).getByRole('rowheader')).toHaveText(/\S/);
  await expect(cellAt(desk, 1, 'name')).toBeFocused();
  await grid.evaluate((element) => (element.scrollTop = 0));
  await expect(rowAt(desk, 2).getByRole('rowheader')).toHaveText(/\S/);
  await expect(cellAt(desk, 1, 'name')).toBeFocused();
  await desk.keyboard.press('Tab');
  expect(await grid.evaluate((element) => element.contains(document.activeElement))).toBe(false);
});

test('S2.6 a lost race shows both values and two buttons; a failure brings the old value back and says so', async ({ desk }) => {
  await list(desk);
  const name = cellAt(desk, 3, 'name');
  const before = await name.innerText();
  const typed = async (text: string): Promise<void> => {
    await name.focus();
    await desk.keyboard.press('F2');
    await name.getByRole('textbox').fill(text);
    await desk.keyboard.press('Enter');
  };
  const id = (await rowAt(desk, 3).getAttribute('data-row-id')) ?? '';
  const current = Object.assign({}, await call(desk, 'GET', `/assets/${id}`), { name: 'theirs' });
  await answering(desk, `**/api/v1/assets/${id}`, (route) => (route.request().method() === 'PATCH' ? route.fulfill(problem(412, 'Somebody else changed this asset.', { code: 'version_conflict', current })) : route.fallback()), async () => {
    await typed('mine');
    await expect(name).toContainText('mine');
    const alert = desk.getByRole('alert').filter({ hasText: /It now says: theirs/ });
    await expect(alert.getByRole('button', { name: 'Keep mine' })).toBeVisible();
    await alert.getByRole('button', { name: 'Take theirs' }).click();
    await expect(name).toHaveText('theirs');
  });
  await answering(desk, `**/api/v1/assets/${id}`, (route) => (route.request().method() === 'PATCH' ? route.fulfill(problem(500, 'The database is restarting.')) : route.fallback()), async () => {
    await typed('again');
    await expect(desk.getByText('Name was not saved. The database is restarting.')).toBeVisible();
    await expect(name).toHaveText('theirs');
    await expect(desk.getByRole('button', { name: 'Edit again' })).toBeVisible();
  });
  await opened(desk);
  await expect(cellAt(desk, 3, 'name')).toHaveText(before);
});

test('S2.7 a block that fails has one line to try it again, and the others stay of use', async ({ desk }) => {
  await answering(desk, /\/assets\/rows.*[?&]start=100\b/, (route) => route.fulfill(problem(500, 'Gone.')), async () => {
    await opened(desk);
    await gridOf(desk).evaluate((grid) => (grid.scrollTop = 90 * 32));
    await expect(desk.getByText('Rows 101–200 did not load.')).toHaveCount(1);
    await expect(rowAt(desk, 95).getByRole('rowheader')).toHaveText(/\S/);
  });
  await desk.getByText('Rows 101–200 did not load.').locator('..').getByRole('button', { name: 'Retry' }).click();
  await expect(rowAt(desk, 101).getByRole('rowheader')).toHaveText(/\S/);
});

test('S2.8 the menu of a row shows on hover and on focus, and Shift+F10 opens it', async ({ desk }) => {
  await opened(desk);
  const button = (place: number) => rowAt(desk, place).getByRole('button', { name: /^Actions for/ });
  const shows = (place: number) => button(place).evaluate((element) => Number(getComputedStyle(element).opacity) > 0.5 && getComputedStyle(element).visibility === 'visible');
  await desk.mouse.move(5, 5);
  await cellAt(desk, 2, 'name').focus();
  await expect.poll(() => shows(2)).toBe(true);
  await rowAt(desk, 5).hover();
  await expect.poll(() => shows(5)).toBe(true);
  await desk.keyboard.press('Shift+F10');
  await expect(desk.getByRole('menu').getByRole('menuitem').first()).toBeVisible();
  await desk.keyboard.press('Escape');
});

test('S2.9 nothing yet, no match, not allowed and not there are told apart', async ({ desk }) => {
  const none = { status: 200, json: { rows: [], start: 0, total: { value: 0, relation: 'eq' }, version: 1 } };
  const seen: string[] = [];
  for (const [path, answer, action] of [
    ['/assets?v=all', none, 'New asset'],
    ['/assets?v=all&q=nothing-is-called-so', none, 'Clear filters'],
    ['/assets?v=all&sort=name', problem(403, 'You may not do this.'), null],
    ['/assets?v=all&sort=-name', problem(503, 'The database is restarting.'), 'Retry'],
  ] as const) {
    await answering(desk, '**/api/v1/assets/rows*', (route) => route.fulfill(answer), async () => {
      await desk.goto(`about:blank`);
      await desk.goto(`/t/northwind/all${path}`);
      const state = desk.locator('[data-state="empty"],[data-state="error"]');
      seen.push(await state.getByRole('heading').innerText());
      const offered = state.getByRole('button').or(state.getByRole('link'));
      if (action === null) await expect(offered).toHaveCount(0);
      else await expect(offered.filter({ hasText: action })).toBeVisible();
    });
  }
  expect(new Set(seen).size).toBe(4);
});

test('S2.10 Ctrl+C copies the columns in view of what is selected, and nothing a spreadsheet would run', async ({ desk }) => {
  await opened(desk);
  await cellAt(desk, 1, 'name').focus();
  await desk.keyboard.press('x');
  await desk.keyboard.press('Shift+ArrowDown');
  await expect(desk.getByText('2 selected')).toBeVisible();
  await desk.keyboard.press('Control+c');
  const copied = () => desk.evaluate(() => navigator.clipboard.readText());
  await expect.poll(async () => (await copied()).split('\r\n').length).toBe(3);
  const [heads = '', first = ''] = (await copied()).split('\r\n');
  const shown = (await desk.getByRole('columnheader').allInnerTexts()).map((each) => each.trim()).filter((each) => each !== '' && each !== 'Actions');
  expect(heads.split('\t').slice(0, 3)).toEqual(shown.slice(0, 3));
  expect(first).toContain(await cellAt(desk, 1, 'tag').innerText());
  for (const cell of first.split('\t')) expect(cell).not.toMatch(/^[=+@]/);
  await desk.keyboard.press('Escape');
});
