/** Weighs what a browser fetches before the asset grid can draw, and fails when it is too much. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../../backend/src/quarterdeck/entrypoints/console_dist/', import.meta.url);
const LIMITS = { js: 260 * 1024, css: 45 * 1024 };
const LAZY_LIMIT = 90 * 1024;
const FIRST_ROUTE = 'src/features/assets/components/AssetsPage.tsx';

const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));
const files = { js: new Set(), css: new Set() };
const seen = new Set();

function collect(key) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  files.js.add(chunk.file);
  for (const sheet of chunk.css ?? []) files.css.add(sheet);
  for (const needed of chunk.imports ?? []) collect(needed);
}
collect('index.html');
collect(FIRST_ROUTE);

let failed = false;
for (const kind of ['js', 'css']) {
  const bytes = [...files[kind]].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST))).length, 0);
  const over = bytes > LIMITS[kind];
  failed ||= over;
  console.log(`${kind.padEnd(4)} ${(bytes / 1024).toFixed(1)} KB gzip of ${LIMITS[kind] / 1024} KB${over ? '  TOO MUCH' : ''}`);
}
// A screen brings what the first route did not: its own chunks, without those already there.
for (const [key, chunk] of Object.entries(manifest).filter(([, each]) => each.isDynamicEntry)) {
  const extra = new Set();
  const visited = new Set(seen);
  (function walk(name) {
    if (visited.has(name)) return;
    visited.add(name);
    extra.add(manifest[name].file);
    for (const needed of manifest[name].imports ?? []) walk(needed);
  })(key);
  const bytes = [...extra].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST))).length, 0);
  if (bytes > LAZY_LIMIT) {
    failed = true;
    console.log(`${chunk.src ?? key} ${(bytes / 1024).toFixed(1)} KB gzip of ${LAZY_LIMIT / 1024} KB  TOO MUCH`);
  }
}
process.exitCode = failed ? 1 : 0;
