import { expect, test } from 'vitest';
import { catalogue } from '@/testing/fixtures';
import { textOfField } from './fieldText';

test.each([
  ['settings', { demo_loaded: true, sign_in: { methods: ['password', 'oidc'] }, note: null }, 'Demo loaded: Yes, Sign in: Methods: password, oidc'],
  ['choices', [{ label: 'Low', value: 'low' }, { label: 'High', value: 'high' }], 'Low, High'],
  ['identifiers', [{ kind: 'serial', value: '4XK2', is_current: true }], 'Serial number 4XK2'],
  ['reports.person', { v: { status: 'in_repair' }, at: '2026-11-22T09:00:00Z', by: { status: 'Priya' } }, 'Status: In repair'],
  ['client', { id: 'c0', label: 'Acme Ltd' }, 'Acme Ltd'],
  ['gone', null, ''],
])('%s is told in words', (field, value, words) => {
  expect(textOfField(catalogue, field, value)).toBe(words);
});
