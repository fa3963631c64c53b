import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const backend = process.env['QUARTERDECK_DEV_BACKEND'] ?? 'http://127.0.0.1:8600';

const version = /^version = "(.+)"$/m.exec(readFileSync(here('../pyproject.toml'), 'utf8'))?.[1];

export default defineConfig({
  plugins: [react()],
  define: { 'import.meta.env.QUARTERDECK_VERSION': JSON.stringify(version) },
  resolve: { alias: { '@': here('./src') } },
  // The guides of the documentation are served with the console.
  // It takes writes only from pages of the host it is asked at.
  server: { proxy: { '/api': { target: backend, changeOrigin: false } }, fs: { allow: [here('.'), here('../docs/guides')] } },
  build: {
    // Python serves the console from here, so the built files ship in the wheel.
    outDir: here('../backend/src/quarterdeck/entrypoints/console_dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // What nearly every screen needs comes in one file: apart, thirty small ones cost more to fetch and pack worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'common', minShareCount: 30 }] } } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
    // Half the time is loading: files share what is loaded, and every test cleans up after itself (setup.ts).
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/*.test.{ts,tsx}', 'src/testing/**', 'src/**/*.d.ts', 'src/main.tsx'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 70 },
    },
  },
});
