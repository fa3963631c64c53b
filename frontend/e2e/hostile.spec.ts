import { expect, test, type Page } from '@playwright/test';
import { at, signIn, TENANT } from './session';

/** Markup, an override of the direction, quotes, a template, families of emoji; then as many letters as a field takes. */
const HOSTILE = '🦊\u202E"\'><script>window.pwned=1</script><img src=x onerror="window.pwned=1">${{7*7}} 👩‍👩‍👧 `a` --';
/** Names are taken once; a second try makes its own. */
const UNIQUE = `zq${Date.now().toString(36)}`;
const filled = (length: number): string => `${UNIQUE} ${HOSTILE}${'W'.repeat(10_000)}`.slice(0, length);

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (value: unknown): Body => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {});
const listIn = (body: Body, name: string): Body[] => (Array.isArray(body[name]) ? body[name].map(bodyOf) : []);
let page: Page;
let csrf = '';
const dialogs: string[] = [];

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(page);
  csrf = String(bodyOf(await (await page.request.get('/api/v1/auth/session')).json())['csrf_token']);
});
test.afterAll(() => page.close());

/** Made with as much as the server takes: what it finds too long or malformed is shortened, at last left out. */
async function made(path: string, body: Body, tries = 12): Promise<Body> {
  const answer = await page.request.post(`/api/v1${path}`, { data: body, headers: { 'Quarterdeck-Tenant': TENANT, 'X-CSRF-Token': csrf } });
  const told = bodyOf(await answer.json());
  if (answer.ok()) return told;
  expect(answer.status(), `${path}: ${JSON.stringify(told)}`).toBe(422);
  expect(tries, `${path}: ${JSON.stringify(told)}`).toBeGreaterThan(0);
  const wrong = new Set(listIn(told, 'errors').map((each) => String(each['field']).replace(/^body\./u, '').split('.')[0]));
  const kept = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    if (!wrong.has(name)) return [[name, value]];
    return typeof value === 'string' && value.length > 40 ? [[name, value.slice(0, Math.floor(value.length / 2))]] : [];
  });
  return made(path, Object.fromEntries(kept), tries - 1);
}

/** Ids of the text fields of a type, as the catalogue tells them. */
async function textFields(type: string): Promise<string[]> {
  const catalogue = bodyOf(await (await page.request.get('/api/v1/fields', { headers: { 'Quarterdeck-Tenant': TENANT } })).json());
  const isOf = (each: Body): boolean => !Array.isArray(each['asset_types']) || each['asset_types'].length === 0 || each['asset_types'].includes(type);
  return listIn(catalogue, 'fields').flatMap((each) => (each['editable'] === true && each['kind'] === 'text' && isOf(each) ? [String(each['id'])] : []));
}

/** Nothing ran, nothing was parsed as markup, and nothing sticks out of the page. */
async function expectHarmless(where: string): Promise<void> {
  await expect(page.getByRole('main')).toContainText(/\S/u);
  await expect(page.locator('[role="status"][aria-label="Loading…"]')).toHaveCount(0);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    // Asked again, since a page lays itself out anew for another width.
    const seen = () => page.evaluate(() => {
      const held = (element: Element | null): boolean => {
        for (let each = element; each !== null && each !== document.body; each = each.parentElement) {
          if (/auto|scroll|hidden|clip/u.test(getComputedStyle(each).overflowX) || getComputedStyle(each).position === 'fixed') return true;
        }
        return false;
      };
      const out = [...document.querySelectorAll('main *, [role="dialog"] *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !held(each.parentElement));
      return {
        ran: 'pwned' in window,
        markup: document.querySelectorAll('main script, img[src="x"], [role="dialog"] script').length,
        sideways: document.documentElement.scrollWidth > innerWidth + 1,
        out: out.slice(0, 3).map((each) => `${each.tagName}.${each.className} ${each.textContent.slice(0, 30)}`),
      };
    });
    await expect.configure({ soft: true }).poll(seen, { message: `${where} at ${String(width)}`, timeout: 4_000 }).toEqual({ ran: false, markup: 0, sideways: false, out: [] });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('hostile text in every field does nothing and breaks no page', async () => {
  test.setTimeout(120_000);
  const field = await made('/custom-fields', { label: filled(80), help_text: filled(500), section: filled(80), kind: 'text' });
  const client = await made('/clients', { name: filled(190), notes: filled(10_000), alternative_names: [filled(140)] });
  const location = await made('/locations', { client_id: client['id'], name: filled(200), address: filled(10_000), city: filled(200), country: filled(200), notes: filled(10_000) });
  const contact = await made('/contacts', { client_id: client['id'], location_id: location['id'], name: filled(200), phone: filled(60), notes: filled(10_000) });
  const own = (await textFields('server')).filter((id) => !id.startsWith('cf.'));
  const values = Object.fromEntries(own.map((id) => [id, filled(5_000)]));
  const asset = await made('/assets', {
    ...values,
    client_id: client['id'],
    type: 'server',
    location: location['id'],
    assigned_to: contact['id'],
    tag: UNIQUE,
    serial: filled(100),
    tags: [filled(40)],
    custom: { [String(field['key'])]: filled(1_000) },
  });
  await made(`/assets/${String(asset['id'])}/notes`, { text: filled(10_000) });
  const view = await made('/views', { module: 'assets', name: filled(120), filter: `name:"${HOSTILE.replaceAll('"', '')}"`, sharing: 'team' });
  await made('/bulk-templates', { name: filled(120), description: filled(1_000), operation: { kind: 'edit', edits: [{ action: 'set', field: 'notes', value: filled(1_000) }] }, parameters: [] });
  await made('/roles', { key: UNIQUE, name: filled(200), permissions: ['assets:read'] });
  await made('/users', { email: `${UNIQUE}@example.com`, name: filled(200), role: UNIQUE });
  await made('/asset-types', { name: filled(80) });

  const id = String(asset['id']);
  const found = `/assets?q=${encodeURIComponent(`tag=${UNIQUE}`)}`;
  const pages = [
    found,
    ...['overview', 'timeline', 'identity', 'relations', 'files'].map((tab) => `${found}&open=${id}&tab=${tab}`),
    `/assets/${id}`,
    `/assets/${id}/edit`,
    `/assets/labels?ids=${id}`,
    `/assets?v=${String(view['id'])}`,
    '/assets/templates',
    `/clients/${String(client['id'])}`,
    `/clients/${String(client['id'])}?tab=contacts`,
    '/clients',
    '/audit',
    ...['users', 'roles', 'types', 'fields'].map((section) => `/settings/${section}`),
  ];
  for (const path of pages) {
    await page.goto(at(path));
    await expectHarmless(path.replace(id, 'ID'));
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search assets, clients and commands' }).fill(UNIQUE);
  await expect(page.getByRole('option').filter({ hasText: UNIQUE }).first()).toBeVisible();
  await expectHarmless('palette');
  expect(dialogs).toEqual([]);
});
