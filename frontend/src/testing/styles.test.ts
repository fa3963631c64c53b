import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = path.resolve(import.meta.dirname, '..');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
const read = (file: string): string => readFileSync(path.join(SOURCE, file), 'utf8');

/** A style sheet's path below src, from how a file names it. */
const placed = (file: string, named: string): string =>
  named.startsWith('@/') ? named.slice(2) : path.normalize(path.join(path.dirname(file), named));

function usedClasses(): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  const note = (sheet: string, name: string): unknown => used.set(sheet, (used.get(sheet) ?? new Set()).add(name));
  for (const file of files.filter((each) => each.endsWith('.tsx'))) {
    const text = read(file);
    for (const [, name = '', named = ''] of text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      for (const [, of = ''] of text.matchAll(new RegExp(String.raw`\b${name}\['([\w-]+)'\]`, 'g'))) note(placed(file, named), of);
    }
  }
  for (const file of files.filter((each) => each.endsWith('.module.css'))) {
    for (const [, of = '', named = ''] of read(file).matchAll(/composes: ([\w-]+) from '([^']+)'/g)) note(placed(file, named), of);
  }
  return used;
}

const definedClasses = (sheet: string): Set<string> => {
  const selectors = read(sheet).replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\{[^{}]*\}/g, ';');
  return new Set([...selectors.matchAll(/\.(?!mantine-)([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name));
};

test('components name classes that are there, and style sheets hold none that nobody names', () => {
  const used = usedClasses();
  const sheets = files.filter((each) => each.endsWith('.module.css'));
  const missing = [...used].flatMap(([sheet, names]) => [...names].filter((name) => !definedClasses(sheet).has(name)).map((name) => `${sheet}: ${name}`));
  const dead = sheets.flatMap((sheet) => [...definedClasses(sheet)].filter((name) => used.get(sheet)?.has(name) !== true).map((name) => `${sheet}: ${name}`));
  expect({ missing, dead }).toEqual({ missing: [], dead: [] });
});
