import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Pictures for the documentation, of a running system with its demo: `make screenshots`. */
export default defineConfig({ ...base, testIgnore: [], testMatch: ['screenshots.ts'] });
