import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FilterToken } from '@/shared/api/types';
import { addTerm, conditionOf, partialTerm, quickToken, quoteValue, splitValues, termOf, withoutToken, withTokenAs } from './filterText';

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

const parsed = (op: string, value: string, negated = false): FilterToken => ({ ...token('x', 0), op, value, negated });

test('values come back as they went, whatever stands in them', () => {
  fc.assert(fc.property(fc.array(fc.string({ minLength: 1 }).filter((value) => value.trim() === value && value !== ''), { minLength: 1, maxLength: 5 }), (values) => {
    const term = termOf('name', { operator: '=', values, negated: false }) ?? '';
    expect(splitValues(term.slice('name='.length))).toEqual(values);
  }));
});

test.each([
  [{ operator: 'empty', values: [], negated: false }, 'os=@none', parsed('=', '@none')],
  [{ operator: 'not_empty', values: [], negated: false }, 'os!=@none', parsed('!=', '@none')],
  [{ operator: '=', values: ['a b', 'c'], negated: true }, '-os=("a b",c)', parsed('=', '("a b",c)', true)],
  [{ operator: '..', values: ['2025-01-01', '2025-12-31'], negated: false }, 'os=2025-01-01..2025-12-31', parsed('=', '2025-01-01..2025-12-31')],
  [{ operator: 'in_last', values: ['30'], negated: false }, 'os=-30d..today', parsed('=', '-30d..today')],
  [{ operator: 'in_next', values: ['90'], negated: false }, 'os=today..+90d', parsed('=', 'today..+90d')],
  [{ operator: 'in_network', values: ['10.0.0.0/8'], negated: false }, 'os=10.0.0.0/8', parsed('=', '10.0.0.0/8')],
  [{ operator: '<', values: ['+90d'], negated: false }, 'os<+90d', parsed('<', '+90d')],
])('a condition and its token are two renderings of one thing', (condition, term, of) => {
  expect(termOf('os', condition)).toBe(term);
  expect(conditionOf(of)).toEqual(condition);
});

test('a condition that lacks its value is none yet, and a token is written anew in its place', () => {
  expect(termOf('os', { operator: '..', values: ['1'], negated: false })).toBeNull();
  expect(termOf('os', { operator: ':', values: [], negated: false })).toBeNull();
  expect(withTokenAs('👩 a=1 OR b=2', token('a=1', 2), 'a=3')).toBe('👩 a=3 OR b=2');
});
