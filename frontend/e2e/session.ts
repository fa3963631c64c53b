import { expect, type Page } from '@playwright/test';

export const TENANT = process.env['E2E_TENANT'] ?? 'northwind';
const EMAIL = process.env['E2E_EMAIL'] ?? 'olivia@northwind.demo';
const PASSWORD = process.env['E2E_PASSWORD'] ?? 'quarterdeck-demo';

export const at = (path: string): string => `/t/${TENANT}/all${path}`;

export async function signIn(page: Page, next = at('/assets'), email = EMAIL): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(next)}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

/** To another screen as a link leads there: the console stays, and the page in it has changed once this is done. */
export async function visit(page: Page, path: string): Promise<void> {
  const main = page.locator('#main');
  const before = await main.getAttribute('data-place');
  await page.evaluate((to) => {
    history.pushState({ key: crypto.randomUUID() }, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  // The address changes at once, what is drawn of it later: a slow machine shows the former list for a while.
  await expect(main).not.toHaveAttribute('data-place', before ?? '');
}
