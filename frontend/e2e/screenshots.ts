import { expect, test, type Page } from '@playwright/test';
import { answerFromFixtures } from './fixtureApi';
import { signIn } from './session';

const OUT = process.env['SCREENSHOT_DIR'] ?? '../docs/screenshots';
const LIVE = process.env['E2E_BASE_URL'] !== undefined;
const ONLY = process.env['SCREENSHOT_ONLY'];

type Step = (page: Page) => Promise<void>;

const at = (path: string): string => `/t/northwind/all${path}`;
const openRow: Step = async (page) => page.getByRole('rowheader').nth(4).click();
const tab =
  (name: string): Step =>
  async (page) => {
    await openRow(page);
    await page.getByRole('complementary', { name: 'Asset' }).getByRole('tab', { name }).click();
  };

const SCREENS: readonly [string, string, Step?][] = [
  ['assets', at('/assets?v=all&q=status%3D(deployed,in_repair)')],
  ['drawer', at('/assets'), openRow],
  ['history', at('/assets'), tab('History')],
  ['files', at('/assets'), tab('Files & notes')],
  ['filter', at('/assets?v=all&q=status%3D(deployed,in_repair)+OR+type%3Dserver'), async (page) => page.locator('[data-token]').first().click()],
  ['columns', at('/assets'), async (page) => page.getByRole('button', { name: 'Columns' }).click()],
  ['palette', at('/assets'), async (page) => page.keyboard.press('Control+k')],
  ['asset', at('/assets'), async (page) => {
    await openRow(page);
    await page.getByRole('link', { name: 'Open as a page' }).click();
  }],
  ['clients', at('/clients')],
  ['imports', at('/imports')],
  ['jobs', at('/jobs')],
  ['users', at('/settings/users')],
];
const WIDTHS = [1440, 1024, 768, 390] as const;
const MAIN = new Set(['assets', 'drawer']);

const STATE = 'test-results/signed-in.json';
if (LIVE) {
  test.use({ storageState: STATE });
  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage({ storageState: { cookies: [], origins: [] } });
    await signIn(page);
    await page.context().storageState({ path: STATE });
    await page.close();
  });
}

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, path, then] of SCREENS) {
    for (const width of WIDTHS) {
      const wanted = MAIN.has(name) || width === 1440 || (width === 390 && scheme === 'light');
      const id = `${name}-${String(width)}-${scheme}`;
      if (!wanted || (ONLY !== undefined && !new RegExp(ONLY).test(id))) continue;
      test(id, async ({ page }) => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        if (!LIVE) await answerFromFixtures(page);
        await page.goto(path);
        await page.getByRole('heading').first().waitFor();
        if (path.includes('/assets')) await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
        if (then !== undefined && !(width === 390 && name === 'columns')) await then(page);
        await page.waitForTimeout(700);
        await page.screenshot({ path: `${OUT}/${id}.png` });
      });
    }
  }
}
