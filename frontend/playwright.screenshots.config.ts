import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Pictures for the documentation. Served from the built console; the API is answered from fixtures unless E2E_BASE_URL names a server. */
export default defineConfig({
  ...base,
  testDir: './e2e',
  testIgnore: [],
  testMatch: ['screenshots.ts'],
  timeout: 120_000,
  ...(process.env['E2E_BASE_URL'] === undefined
    ? {
        webServer: { command: 'npx vite preview --port 4199 --strictPort', port: 4199, reuseExistingServer: true },
        use: { ...base.use, baseURL: 'http://127.0.0.1:4199' },
      }
    : {}),
});
