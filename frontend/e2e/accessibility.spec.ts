import { expect, test } from '@playwright/test';
import { at, expectNoSeriousAxe, signIn } from './session';

const SCREENS = ['/assets', '/assets/new', '/clients', '/imports', '/imports/new', '/jobs', '/settings/account', '/settings/users', '/settings/fields'];

for (const scheme of ['light', 'dark'] as const) {
  test(`no serious accessibility finding, ${scheme}`, async ({ page }) => {
    test.setTimeout(180_000);
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
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    await test.step('palette', () => expectNoSeriousAxe(page));
  });
}
