import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FilterToken } from '@/shared/api/types';
import { addTerm, partialTerm, quickToken, quoteValue, withoutToken } from './filterText';

const token = (text: string, start: number): FilterToken => ({
  kind: 'comparison', field: 'status', op: '=', value: 'missing', negated: false, text, start, end: start + Array.from(text).length, error: null, suggestion: null,
});

test('plain values stay plain and everything else is quoted', () => {
  expect(quoteValue('Leeds')).toBe('Leeds');
  expect(quoteValue('St. "Mary", Hull')).toBe('"St. \\"Mary\\", Hull"');
  expect(quoteValue('a..b')).toBe('"a..b"');
});

test('a quoted value has no bare quote inside', () => {
  fc.assert(fc.property(fc.string(), (value) => {
    const quoted = quoteValue(value);
    if (quoted.startsWith('"')) expect(/(?<!\\)(\\\\)*"/.exec(quoted.slice(1, -1))).toBeNull();
  }));
});

test('taking a token out leaves the others as they were, also behind an emoji', () => {
  expect(withoutToken('status=missing os:win', token('status=missing', 0))).toBe('os:win');
  expect(withoutToken('"👩‍💻" status=missing os:win', token('status=missing', Array.from('"👩‍💻" ').length))).toBe('"👩‍💻" os:win');
  expect(withoutToken('os:win OR status=missing', token('status=missing', 10))).toBe('os:win');
});

test('the word being typed is split at its operator', () => {
  expect(partialTerm('status=dep')).toEqual({ before: '', field: 'status', op: '=', value: 'dep' });
  expect(partialTerm('os:win warr')).toEqual({ before: 'os:win ', field: null, op: '', value: 'warr' });
});

test('terms are joined by one blank and chips find their token', () => {
  expect(addTerm('', ' a ')).toBe('a');
  expect(addTerm('a ', 'b')).toBe('a b');
  const quick = { id: 'missing', label: '', field: 'status', op: '=', value: 'missing' };
  expect(quickToken([token('status=missing', 0)], quick)).toBeDefined();
  expect(quickToken([{ ...token('-status=missing', 0), negated: true }], quick)).toBeUndefined();
});
