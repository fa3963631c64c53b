import { expect, test, type Page } from '@playwright/test';
import { at, expectNoSeriousAxe, signIn } from './session';

const SCREENS = [
  '/assets', '/assets/new', '/assets/deleted', '/assets/templates', '/audit', '/clients', '/imports', '/imports/new', '/reviews', '/jobs',
  ...['account', 'preferences', 'users', 'roles', 'types', 'fields', 'switches', 'identity', 'decisions'].map((page) => `/settings/${page}`),
];

for (const scheme of ['light', 'dark'] as const) {
  test(`no serious accessibility finding, ${scheme}`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto('/login');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectNoSeriousAxe(page);
    await signIn(page);
    for (const screen of SCREENS) {
      await page.goto(at(screen));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('Loading…')).toHaveCount(0);
      await test.step(screen, () => expectNoSeriousAxe(page));
    }
    await page.goto(at('/assets'));
    await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
    await page.getByRole('rowheader').first().click();
    await expect(page.getByRole('complementary', { name: 'Asset' }).getByRole('tab')).toHaveCount(5);
    await test.step('drawer', () => expectNoSeriousAxe(page));
    await page.keyboard.press('Escape');
    await overlays(page);
  });
}

/** What opens over the list, one after the other. */
async function overlays(page: Page): Promise<void> {
  const check = async (name: string, open: () => Promise<void>, shown = page.getByRole('dialog')): Promise<void> => {
    await test.step(name, async () => {
      await open();
      await expect(shown.first()).toBeVisible();
      await expectNoSeriousAxe(page);
      await page.keyboard.press('Escape');
      await expect(shown.first()).toBeHidden();
    });
  };
  await check('palette', () => page.keyboard.press('Control+k'));
  await check('shortcuts', () => page.keyboard.press('?'));
}
