import { afterEach, expect, test } from 'vitest';
import { formatDate, formatDateTime, formatNumber, setFormats } from './format';

afterEach(() => setFormats({ locale: '', timeZone: '' }));

test('numbers and moments follow the region and the time zone of the person', () => {
  setFormats({ locale: 'de-DE', timeZone: 'Asia/Tokyo' });
  expect(formatNumber(12_481.5)).toBe('12.481,5');
  expect(formatDateTime('2026-11-22T20:30:00Z')).toBe('23.11.2026, 05:30');
  setFormats({ locale: 'en-US', timeZone: 'America/New_York' });
  expect(formatDateTime('2026-11-22T20:30:00Z')).toMatch(/^Nov 22, 2026, 3:30\sPM$/u);
});

test('a day of the calendar never moves with the time zone', () => {
  setFormats({ locale: 'de-DE', timeZone: 'America/Los_Angeles' });
  expect(formatDate('2026-11-22')).toBe('22.11.2026');
  setFormats({ locale: '', timeZone: 'America/Los_Angeles' });
  expect(formatDate('2026-11-22')).toBe('2026-11-22');
  expect(formatDate('soon')).toBe('soon');
});
