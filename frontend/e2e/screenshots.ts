import { test } from '@playwright/test';
import { answerFromFixtures } from './fixtureApi';

const OUT = process.env['SCREENSHOT_DIR'] ?? '../docs/images';
const ONLY = process.env['SCREENSHOT_ONLY'];

const SCREENS: readonly [string, string][] = [
  ['assets', '/t/northwind/all/assets?q=status%3Ddeployed'],
  ['drawer', '/t/northwind/all/assets?open=a4'],
  ['history', '/t/northwind/all/assets?open=a4&tab=history'],
  ['login', '/login'],
  ['new-asset', '/t/northwind/all/assets/new'],
  ['edit-asset', '/t/northwind/all/assets/a4/edit'],
  ['clients', '/t/northwind/all/clients'],
  ['client', '/t/northwind/all/clients/c0'],
  ['imports', '/t/northwind/all/imports'],
  ['import-new', '/t/northwind/all/imports/new'],
  ['import-sheet', '/t/northwind/all/imports/i1/sheet'],
  ['import-map', '/t/northwind/all/imports/i1/map'],
  ['import-check', '/t/northwind/all/imports/checked/check'],
  ['import-run', '/t/northwind/all/imports/checked/run'],
  ['import-running', '/t/northwind/all/imports/running/run'],
  ['import-result', '/t/northwind/all/imports/finished/result'],
  ['jobs', '/t/northwind/all/jobs'],
  ['job', '/t/northwind/all/jobs/j1'],
  ['account', '/t/northwind/all/settings/account'],
  ['users', '/t/northwind/all/settings/users'],
];
const WIDTHS = [1440, 1024, 768, 390] as const;
const MAIN = new Set(['assets', 'drawer']);

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, path] of SCREENS) {
    for (const width of WIDTHS) {
      const wanted = MAIN.has(name) || width === 1440 || (width === 390 && scheme === 'light');
      const id = `${name}-${String(width)}-${scheme}`;
      if (!wanted || (ONLY !== undefined && !new RegExp(ONLY).test(id))) continue;
      test(id, async ({ page }) => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        if (process.env['E2E_BASE_URL'] === undefined) await answerFromFixtures(page);
        await page.goto(path);
        await page.getByRole('heading').first().waitFor();
        await page.waitForTimeout(700);
        await page.screenshot({ path: `${OUT}/${id}.png` });
      });
    }
  }
}
