import { expect, test, type Page } from '@playwright/test';
import { at, signIn, TENANT } from './session';

/** Pictures for the documentation, of the demo: every main screen at the four widths it is made for, and a few in the dark. */
const OUT = process.env['SCREENSHOT_DIR'] ?? '../docs/images';
const ONLY = new RegExp(process.env['SCREENSHOT_ONLY'] ?? '');
const FILE = 'acme-laptops.csv';
const WIDTHS = [1440, 1024, 768, 390] as const;

type Step = (page: Page) => Promise<void>;

const rows: Step = async (page) => expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
const openRow: Step = async (page) => {
  await rows(page);
  await page.getByRole('rowheader').nth(4).click();
  await expect(page.getByRole('complementary', { name: 'Asset' }).locator('dl').first()).toBeVisible();
};
const openPage: Step = async (page) => {
  await openRow(page);
  await page.getByRole('link', { name: 'Open as a page' }).click();
  // The drawer has the same tabs.
  await expect(page.getByRole('complementary', { name: 'Asset' })).toHaveCount(0);
  await expect(page.getByRole('tabpanel').locator('dl').first()).toBeVisible();
};

const openRelations: Step = async (page) => {
  await openRow(page);
  await page.getByRole('tab', { name: 'Relations' }).click();
  await expect(page.getByRole('grid', { name: /^Assets with/ }).getByRole('rowheader').first()).toHaveText(/\S/);
};

const openImport: Step = async (page) => {
  await rows(page);
  await page.getByRole('rowheader', { name: FILE }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Check rows' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go on to duplicates' })).toBeEnabled();
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
};

interface Screen {
  name: string;
  path: string;
  then?: Step;
  widths?: readonly number[];
  dark?: boolean;
}

const FILTERED = '/assets?v=all&q=status%3D(deployed,in_repair)';
const SCREENS: readonly Screen[] = [
  { name: 'assets-grid', path: FILTERED, then: rows, dark: true },
  { name: 'drawer', path: '/assets', then: openRow, dark: true },
  { name: 'asset', path: '/assets', then: openPage },
  { name: 'relations', path: '/assets', then: openRelations, widths: [1440, 390] },
  { name: 'imports', path: '/imports', then: rows },
  { name: 'check', path: '/imports', then: openImport, dark: true },
  { name: 'reviews', path: '/reviews', widths: [1440, 390] },
  { name: 'jobs', path: '/jobs', then: rows, dark: true },
  { name: 'audit', path: '/audit?operation=insert', then: rows },
  { name: 'settings', path: '/settings/roles' },
  { name: 'sources', path: '/settings/sources', widths: [1440] },
  { name: 'help', path: '/help', widths: [1440, 390] },
  { name: 'filter', path: `${FILTERED}+OR+type%3Dserver`, then: async (page) => page.locator('[data-token]').first().click(), widths: [1440] },
  { name: 'columns', path: '/assets', then: async (page) => page.getByRole('button', { name: 'Columns' }).click(), widths: [1440] },
  { name: 'palette', path: '/assets', then: async (page) => page.keyboard.press('Control+k'), widths: [1440], dark: true },
  { name: 'clients', path: '/clients', then: rows },
];

async function take(page: Page, { name, path, then }: Screen, width: number, scheme: 'light' | 'dark'): Promise<void> {
  const file = `${name}${width === 1440 ? '' : `-${String(width)}`}${scheme === 'dark' ? '-dark' : ''}`;
  if (!ONLY.test(file)) return;
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
  await page.goto(at(path));
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (then !== undefined) await then(page);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await expect(page.getByText('Loading…')).toHaveCount(0);
  await page.screenshot({ path: `${OUT}/${file}.png` });
}

/** Something to look at where a fresh demo has nothing: an import with rows to mend, and exports that ran. */
async function prepare(page: Page): Promise<void> {
  const imports = await page.request.get('/api/v1/imports', { headers: { 'Quarterdeck-Tenant': TENANT } });
  if ((await imports.text()).includes(FILE)) return;
  const names = ['Acme Ltd', 'Acme Ltd', 'Acme', 'Acme Ltd', 'Nobody Knows Ltd'];
  const lines = Array.from({ length: 60 }, (_, row) => `PF5${String(row * 7919 + 104_729)},acme-lt-${String(row + 101)},Laptop,${names[row % names.length] ?? ''},${row % 7 === 3 ? '31/31/2027' : '2027-03-31'}`);
  const buffer = Buffer.from(['Serial Number,Device Name,Device Type,Client,Warranty', ...lines].join('\r\n'), 'utf8');
  await page.goto(at('/imports/new'));
  await page.locator('input[type="file"]').setInputFiles({ name: FILE, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('button', { name: 'Map columns' }).click();
  await page.getByRole('button', { name: 'Check rows' }).click();
  await expect(page.getByRole('button', { name: 'Go on to duplicates' })).toBeVisible({ timeout: 60_000 });
  for (const type of ['server', 'printer', 'workstation']) {
    await page.goto(at(`/assets?v=all&q=type%3D${type}`));
    await rows(page);
    await page.getByRole('button', { name: 'Export' }).first().click();
    await page.getByRole('menuitem', { name: 'CSV file' }).click();
    await page.waitForURL(/\/jobs\//);
  }
}

test('pictures', async ({ page }) => {
  test.setTimeout(15 * 60_000);
  await signIn(page);
  await prepare(page);
  for (const screen of SCREENS) {
    for (const width of screen.widths ?? WIDTHS) await take(page, screen, width, 'light');
    if (screen.dark === true) await take(page, screen, 1440, 'dark');
  }
});
