import { translate } from './i18n';

/** How a person wants numbers and moments written; empty means as the browser has it. */
export interface Formats {
  locale: string;
  timeZone: string;
}

let formats: Formats = { locale: '', timeZone: '' };

/** Set before anything below is drawn; who changes it draws everything anew. */
export function setFormats(next: Formats): void {
  formats = next;
}

const locale = (): string => (formats.locale !== '' ? formats.locale : typeof navigator === 'undefined' ? 'en-GB' : navigator.language);
const zone = (): { timeZone?: string } => (formats.timeZone === '' ? {} : { timeZone: formats.timeZone });

/** Making a formatter costs a hundred times what using one does, and a screen of rows uses many. */
function kept<F>(make: (of: string) => F): () => F {
  const made = new Map<string, F>();
  return () => {
    const place = `${locale()} ${formats.timeZone}`;
    const format = made.get(place) ?? make(locale());
    made.set(place, format);
    return format;
  };
}

const numbers = kept((of) => new Intl.NumberFormat(of));
const moments = kept((of) => new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeStyle: 'short', ...zone() }));
const times = kept((of) => new Intl.DateTimeFormat(of, { hour: '2-digit', minute: '2-digit', ...zone() }));
const days = kept((of) => new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeZone: 'UTC' }));
const distances = kept((of) => new Intl.RelativeTimeFormat(of, { numeric: 'auto' }));

export const formatNumber = (value: number): string => numbers().format(value);

/** "12,481", or "10,000+" while only a lower bound is known. */
export const formatCount = (value: number, relation: 'eq' | 'gte' = 'eq'): string =>
  relation === 'eq' ? formatNumber(value) : `${formatNumber(Math.floor(value / 1000) * 1000 || value)}+`;

/** A day of the calendar, the same in every time zone: as the chosen region writes it, else unmistakably. */
export function formatDate(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) return value;
  const day = value.slice(0, 10);
  if (formats.locale === '') return day;
  return days().format(new Date(`${day}T00:00:00Z`));
}

export function formatDateTime(value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  return moments().format(at);
}

/** "10:42", for what happened today. */
export const formatTime = (at: Date): string => times().format(at);

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "4 hours ago"; the absolute time belongs in a title beside it. */
export function formatRelative(value: string, now: Date = new Date()): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  const seconds = (at.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) {
      return distances().format(Math.trunc(seconds / size), unit);
    }
  }
  return translate('time.justNow');
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

export function formatBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[unit] ?? 'B'}`;
}
