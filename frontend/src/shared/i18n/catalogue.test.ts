import { describe, expect, test } from 'vitest';
import { formatMessage } from './messageFormat';
import { pseudo } from './pseudo';

const files = import.meta.glob<Record<string, Record<string, string>>>(['./en/*.ts', '!./en/index.ts', '!./en/later.ts'], { eager: true });
const catalogues = Object.entries(files).flatMap(([path, module]) => Object.values(module).map((messages) => ({ path, messages })));

export function keysTwice(all: readonly { path: string; messages: Record<string, string> }[]): string[] {
  const owner = new Map<string, string>();
  const twice: string[] = [];
  for (const { path, messages } of all) {
    for (const key of Object.keys(messages)) {
      const first = owner.get(key);
      if (first !== undefined) twice.push(`${key}: ${first} and ${path}`);
      owner.set(key, path);
    }
  }
  return twice;
}

describe('the message catalogue', () => {
  test('holds each key once: the later one would silently win', () => {
    expect(catalogues.length).toBeGreaterThan(15);
    expect(keysTwice(catalogues)).toEqual([]);
  });

  test('a key that stands twice is noticed', () => {
    expect(keysTwice([{ path: 'a', messages: { x: '1' } }, { path: 'b', messages: { x: '2' } }])).toEqual(['x: a and b']);
  });

  test('every sentence can be read, and read in disguise', () => {
    for (const { messages } of catalogues) {
      for (const message of Object.values(messages)) {
        const names = [...message.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '');
        const values = Object.fromEntries(names.map((name) => [name, 2]));
        expect(formatMessage(message, values, 'en')).not.toMatch(/[{}]/);
        expect(formatMessage(pseudo(message), values, 'en')).toMatch(/^⟦[^{}]*⟧$/su);
      }
    }
  });
});

describe('the disguise', () => {
  test('is two fifths longer and leaves names and plurals working', () => {
    expect(pseudo('Save changes')).toBe('⟦Šåvé çhåñgéš·····⟧');
    expect(formatMessage(pseudo('{count, plural, one {# row} other {# rows}} of {name}'), { count: 3, name: 'cs' }, 'en')).toBe('⟦3 röwš··· öf cs··⟧');
  });
});
