import { defineConfig } from '@playwright/test';

/** The server is started by a Python runner, which passes its address; Playwright only looks. */
export default defineConfig({
  testDir: './e2e',
  testIgnore: ['**/screenshots.ts', '**/bench.ts'],
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env['E2E_BASE_URL'] ?? 'http://127.0.0.1:8600',
    viewport: { width: 1440, height: 900 },
    // A trace doubles what each key press costs; `make test-e2e ARGS="--trace on"` makes one where it is needed.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['QUARTERDECK_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
});
