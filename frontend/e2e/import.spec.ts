import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { at, signIn } from './session';

const FILE = process.env['E2E_IMPORT_FILE'] ?? fileURLToPath(new URL('../../examples/inventory.csv', import.meta.url));

test('a spreadsheet becomes rows in the grid', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, at('/imports/new'));
  await page.locator('input[type="file"]').setInputFiles(FILE);
  await page.getByRole('checkbox', { name: /Create clients and locations/ }).check();
  await page.getByRole('button', { name: 'Upload file' }).click();
  await page.getByRole('button', { name: 'Check file' }).click({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Import \d/ }).click({ timeout: 60_000 });
  await expect(page.getByText(/This is what the import did/)).toBeVisible({ timeout: 90_000 });
  await page.getByRole('link', { name: 'Show imported assets' }).click();
  await expect(page.getByRole('rowheader').first()).toBeVisible();
});
