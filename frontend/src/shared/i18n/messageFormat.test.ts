import { describe, expect, test } from 'vitest';
import { formatMessage, type MessageValues } from './messageFormat';

const say = (message: string, values: MessageValues = {}) => formatMessage(message, values, 'en');

describe('messages', () => {
  test('fill in names, also hostile ones, once', () => {
    expect(say('Delete {name}?', { name: '{count} <b>' })).toBe('Delete {count} <b>?');
  });

  test('choose a plural and write its number', () => {
    const rows = '{count, plural, =0 {no rows} one {# row} other {# rows}}';
    expect(say(rows, { count: 0 })).toBe('no rows');
    expect(say(rows, { count: 1 })).toBe('1 row');
    expect(say(rows, { count: 12_481 })).toBe('12,481 rows');
  });

  test('nest', () => {
    expect(say('{count, plural, one {{shown} match} other {{shown} matches}}', { count: 2, shown: '10,000+' })).toBe('10,000+ matches');
  });

  test('an unbalanced message is an error, not a guess', () => {
    expect(() => say('{count, plural, one {#}')).toThrow('Unbalanced');
  });
});
