import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Measurements in a browser; started by `make bench-ui`, alone on the machine. */
export default defineConfig({
  ...base,
  testIgnore: [],
  testMatch: ['bench.ts'],
});
