import { expect, test, type Page } from '@playwright/test';
import { at, expectNoSeriousAxe, signIn, TENANT, visit } from './session';

const SCREENS = [
  '/assets', '/assets/new', '/assets/deleted', '/assets/templates', '/audit', '/clients', '/imports', '/imports/new', '/reviews', '/jobs',
  ...['account', 'preferences', 'users', 'roles', 'tokens', 'types', 'fields', 'switches', 'identity', 'decisions', 'sources', 'audit'].map((page) => `/settings/${page}`),
];

/** Both schemes, one after the other, of what is on screen; of a dialog without the dimmed page behind it. */
const lookOf =
  (page: Page) =>
  (name: string): Promise<void> =>
    test.step(name, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
        await expect(page.getByText('Loading…')).toHaveCount(0);
        await expectNoSeriousAxe(page, (await page.getByRole('dialog').count()) > 0 ? '[role="dialog"]' : undefined);
      }
    });

test('no serious accessibility finding on any screen, light and dark', async ({ page }) => {
  test.setTimeout(180_000);
  const look = lookOf(page);
  await page.goto('/login');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await look('sign in');
  await signIn(page);
  for (const screen of SCREENS) {
    const before = await page.title();
    await visit(page, at(screen));
    if (screen !== SCREENS[0]) await expect(page).not.toHaveTitle(before);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(screen);
  }
});

test('no serious accessibility finding in what opens over the list, light and dark', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page);
  await overlays(page, lookOf(page));
});

/** Where a dialog of administration opens, and by which button. */
const DIALOGS: readonly (readonly [string, string | RegExp])[] = [
  ['/clients', 'New client'],
  ['/settings/users', 'Invite user'],
  ['/settings/users', 'Tariq Aziz'],
  ['/settings/roles', 'Add role'],
  ['/settings/tokens', 'Add token'],
  ['/settings/types', 'Add type'],
  ['/settings/fields', 'Add field'],
  ['/settings/switches', /^Change /],
  ['/settings/switches', /^History of /],
];

test('no serious accessibility finding in quick create and the dialogs of administration, light and dark', async ({ page }) => {
  test.setTimeout(240_000);
  const look = lookOf(page);
  const dialog = page.getByRole('dialog');
  const closed = async (name: string): Promise<void> => {
    await expect(dialog).toBeVisible();
    await look(name);
    // The first Escape may close no more than a list of choices.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden({ timeout: 1_000 });
    }).toPass();
  };
  await signIn(page);
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await page.keyboard.press('c');
  await expect(dialog.getByLabel(/^Name/)).toBeVisible();
  await closed('quick create');
  for (const [path, opener] of DIALOGS) {
    await visit(page, at(path));
    await page.getByRole('button', { name: opener }).or(page.getByRole('rowheader', { name: opener })).first().click();
    await closed(`${path} ${String(opener)}`);
  }
});

test('no serious accessibility finding in bulk edit, delete, templates, compare, restore and what was changed meanwhile, light and dark', async ({ page }) => {
  test.setTimeout(240_000);
  const look = lookOf(page);
  const dialog = page.getByRole('dialog');
  const closed = async (name: string): Promise<void> => {
    await look(name);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  };
  // axe walks the whole document for every answer: few rows behind what opens.
  await signIn(page, at('/assets?v=all&q=tag%3AAST-00012'));
  const ask = asked(page);
  const id = await changedTwice(ask);
  const left = await changedMeanwhile(ask, id);
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
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
  await page.goto(at(`/assets/${id}?tab=history`));
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

/** One request of the person who is signed in; the text of its answer and the version it is of. */
const asked =
  (page: Page) =>
  async (method: 'GET' | 'POST' | 'PATCH', path: string, data: object = {}, etag = ''): Promise<{ text: string; etag: string }> => {
    const csrf = part(await (await page.request.get('/api/v1/auth/session')).text(), 'csrf_token');
    const headers = { 'Quarterdeck-Tenant': TENANT, 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID(), ...(etag === '' ? {} : { 'If-Match': etag }) };
    const answer = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(method === 'GET' ? {} : { data }) });
    expect(answer.ok(), await answer.text()).toBe(true);
    return { text: await answer.text(), etag: answer.headers()['etag'] ?? '' };
  };
type Ask = ReturnType<typeof asked>;
const part = (text: string, name: string): string => new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1] ?? '';

async function rename(ask: Ask, id: string, name: string): Promise<void> {
  const { etag } = await ask('GET', `/assets/${id}`);
  await ask('PATCH', `/assets/${id}`, { name }, etag);
}

/** An asset whose name was changed, and changed again. */
async function changedTwice(ask: Ask): Promise<string> {
  const id = part((await ask('GET', '/assets/rows?start=40&count=1&columns=name')).text, 'id');
  for (const name of ['once', 'twice']) await rename(ask, id, name);
  return id;
}

/** A bulk change that left the asset, because it was renamed after the preview; there is a template as well. */
async function changedMeanwhile(ask: Ask, id: string): Promise<string> {
  const selection = part((await ask('POST', '/selections', { mode: 'ids', ids: [id] })).text, 'id');
  const operation = { kind: 'edit', edits: [{ action: 'set', field: 'name', value: 'renamed by many' }] };
  await ask('POST', '/bulk-templates', { name: `Rename ${String(Date.now())}`, description: '', sharing: 'private', operation, parameters: [] });
  const look = part((await ask('POST', '/bulk/preview', { selection, operation })).text, 'look');
  await rename(ask, id, 'renamed by one');
  return part((await ask('POST', '/bulk', { selection, operation, look })).text, 'id');
}

test('no serious accessibility finding in the wizard, its dialogs, the review queue and a merge, light and dark', async ({ page }) => {
  test.setTimeout(300_000);
  const look = lookOf(page);
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
  const heading = (name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout: 60_000 });
  const mark = Date.now().toString(36).toUpperCase();
  const rows = Array.from({ length: 12 }, (_, row) => `Q${mark}${String(row * 7919)},axe-${mark}-${String(row % 11)},Laptop,${['Acme Ltd', 'Globex', 'Nobody Knows Ltd'][row % 3] ?? ''},31/12/2024`);
  const content = ['Serial Number,Device Name,Device Type,Client,Purchase Date', ...rows, rows[0], `,=cmd(),Laptop,Acme Ltd,31/02/2024`].join('\r\n');
  await signIn(page, at('/imports/new'));
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
  await page.goto(at(`/assets?q=${encodeURIComponent(`client="Acme Ltd"`)}`));
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  for (const place of [0, 1]) await page.getByRole('row').filter({ has: page.getByRole('rowheader') }).nth(place).getByRole('checkbox').check();
  await press('More');
  await page.getByRole('menuitem', { name: /^Merge/ }).click();
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
  await look('merge');
});

/** What opens over the list, one after the other. */
async function overlays(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const check = async (name: string, open: () => Promise<void>, shown = page.getByRole('dialog')): Promise<void> => {
    await open();
    await expect(shown.first()).toBeVisible();
    await look(name);
    await page.keyboard.press('Escape');
    await expect(shown.first()).toBeHidden();
  };
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await page.getByRole('rowheader').first().click();
  await expect(page.getByRole('complementary', { name: 'Asset' }).getByRole('tab')).toHaveCount(5);
  await look('drawer');
  await page.keyboard.press('Escape');
  await check('palette', () => page.keyboard.press('Control+k'));
  await check('shortcuts', () => page.keyboard.press('?'));
  const cell = page.locator('[data-row-index="1"] [data-col-id="name"]');
  const onCell = (key: string) => async (): Promise<void> => {
    await cell.focus();
    await page.keyboard.press(key);
  };
  await check('row menu', onCell('Shift+F10'), page.getByRole('menu'));
  await check('cell editor', onCell('F2'), cell.getByRole('textbox'));
  await check('columns', () => page.getByRole('button', { name: 'Columns' }).click());
  await visit(page, at('/assets?v=all&q=status%3Ddeployed'));
  await check('condition', () => page.getByRole('button', { name: /^Filter status/ }).click());
  await check('save a view', () => page.getByRole('button', { name: 'Save as view' }).click());
  const id = await page.locator('[data-row-id]').first().getAttribute('data-row-id');
  await visit(page, at(`/assets/labels?ids=${id ?? ''}`));
  await expect(page.getByRole('article')).toBeVisible();
  await look('labels');
}
