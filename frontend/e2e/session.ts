import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export const TENANT = process.env['E2E_TENANT'] ?? 'northwind';
const EMAIL = process.env['E2E_EMAIL'] ?? 'olivia@northwind.demo';
const PASSWORD = process.env['E2E_PASSWORD'] ?? 'quarterdeck-demo';

export const at = (path: string): string => `/t/${TENANT}/all${path}`;

export async function signIn(page: Page, next = at('/assets')): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(next)}`);
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

/**
 * Moderate findings are for reading; serious and critical ones fail. `within`: a dialog, without the dimmed page behind it.
 * In dark only colours are looked at: the rest is the same document as in light.
 */
export async function expectNoSeriousAxe(page: Page, within?: string): Promise<void> {
  const isDark = (await page.locator('html').getAttribute('data-mantine-color-scheme')) === 'dark';
  // What was painted for the other scheme would be judged otherwise.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const whole = new AxeBuilder({ page });
  const builder = within === undefined ? whole : whole.include(within);
  const chosen = isDark ? builder.withRules(['color-contrast', 'link-in-text-block']) : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']);
  // Asked again, since a page that is still painting looks paler than it is.
  const findings = async (): Promise<string[]> => {
    const { violations } = await chosen.analyze();
    const grave = violations.filter((found) => found.impact === 'serious' || found.impact === 'critical');
    return grave.map((found) => `${found.id}: ${found.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  };
  await expect.configure({ soft: true }).poll(findings, { timeout: 15_000 }).toEqual([]);
}
