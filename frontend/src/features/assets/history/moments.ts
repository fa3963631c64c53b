const pad = (value: number): string => String(value).padStart(2, '0');

/** A moment as the browser's own picker of date and time has it, in the time zone of whoever looks. */
export function localText(at: Date): string {
  const day = `${String(at.getFullYear())}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** What a picker holds, as the API takes it; null for nothing and for half a date. */
export function momentOf(text: string): string | null {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

const HOUR_MS = 3_600_000;

/** Moments people ask for most, the nearest first. */
export const AGO = [
  ['moment.anHour', HOUR_MS],
  ['moment.yesterday', 24 * HOUR_MS],
  ['moment.lastWeek', 7 * 24 * HOUR_MS],
  ['moment.lastMonth', 30 * 24 * HOUR_MS],
] as const;
