import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  var axe: typeof import('axe-core');
}

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

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Moderate findings are for reading; serious and critical ones fail. `within`: a dialog, without the dimmed page behind it.
 * In dark only colours are looked at: the rest is the same document as in light.
 * axe is put into the page once and asked there: its own driver opens a page for every answer, which costs ten times as much.
 */
export async function expectNoSeriousAxe(page: Page, within = 'html'): Promise<void> {
  const isDark = (await page.locator('html').getAttribute('data-mantine-color-scheme')) === 'dark';
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  // What was painted for the other scheme would be judged otherwise.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const runOnly: axe.RunOptions['runOnly'] = isDark ? { type: 'rule', values: COLOURS } : { type: 'tag', values: STANDARDS };
  // Asked again, since a page that is still painting looks paler than it is.
  const findings = (): Promise<string[]> =>
    page.evaluate(
      async ({ root, options }) => {
        const { violations } = await globalThis.axe.run(root, options);
        const grave = violations.filter((found) => found.impact === 'serious' || found.impact === 'critical');
        return grave.map((found) => `${found.id}: ${found.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
      },
      { root: within, options: { runOnly, resultTypes: ['violations'], preload: false } satisfies axe.RunOptions },
    );
  await expect.configure({ soft: true }).poll(findings, { timeout: 15_000 }).toEqual([]);
}
