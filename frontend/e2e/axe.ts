import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { test } from './desk';

declare global {
  var axe: typeof import('axe-core');
}

const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOURS = ['color-contrast', 'link-in-text-block'];
/** Never worse than moderate, and the dearest of all rules but the one about contrast. */
const REGION = { region: { enabled: false } };

/**
 * Looks at what is on screen in both schemes: at everything in the one that is on, then at colours alone in the other,
 * which stays on, since the rest is the same document. `within`: the part that is new, without the page behind it.
 */
export const lookOf =
  (page: Page) =>
  (name: string, within?: string): Promise<void> =>
    test.step(name, async () => {
      const shown = await schemeOf(page);
      const part = within ?? ((await page.getByRole('dialog').count()) > 0 ? '[role="dialog"]' : 'html');
      await expectNoSeriousAxe(page, part, { runOnly: { type: 'tag', values: STANDARDS }, rules: REGION });
      await into(page, shown === 'light' ? 'dark' : 'light');
      await expectNoSeriousAxe(page, part, { runOnly: { type: 'rule', values: COLOURS } });
    });

async function into(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}

async function schemeOf(page: Page): Promise<Scheme | undefined> {
  const on = await page.locator('html').getAttribute('data-mantine-color-scheme');
  return SCHEMES.find((scheme) => scheme === on);
}

/**
 * Moderate findings are for reading; serious and critical ones fail.
 * axe is put into the page once and asked there: its own driver opens a page for every answer, which costs ten times as much.
 */
async function expectNoSeriousAxe(page: Page, within: string, options: axe.RunOptions): Promise<void> {
  await expect(page.getByText('Loading…')).toHaveCount(0);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  // What was painted for the other scheme would be judged otherwise.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  // Asked again, since a page that is still painting looks paler than it is.
  const findings = (): Promise<string[]> =>
    page.evaluate(
      async ({ root, asked }) => {
        const { violations } = await globalThis.axe.run(root, asked);
        const grave = violations.filter((found) => found.impact === 'serious' || found.impact === 'critical');
        return grave.map((found) => `${found.id}: ${found.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
      },
      { root: within, asked: { ...options, resultTypes: ['violations'], preload: false } satisfies axe.RunOptions },
    );
  await expect.configure({ soft: true }).poll(findings, { timeout: 15_000 }).toEqual([]);
}

/** For the tests of a file: they begin in light, and leave the page as the other specs want it. */
export function beginInLight(): void {
  test.beforeEach(async ({ desk }) => {
    await into(desk, 'light');
    // Rows that are not looked at cost as much as those that are.
    await desk.setViewportSize({ width: 1440, height: 700 });
  });
  test.afterAll(async ({ desk }) => {
    await desk.setViewportSize({ width: 1440, height: 900 });
    await into(desk, 'light');
  });
}
