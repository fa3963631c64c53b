import { isRecord } from '@/shared/api/record';
import { setFormats, type Formats } from '@/shared/i18n/format';
import { usePreference } from './preferences';

const isUsable = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

/** What an older or newer console stored, or a zone this browser does not know, is as if nothing was chosen. */
function read(value: unknown): Formats {
  const stored = isRecord(value) ? value : {};
  const locale = typeof stored['locale'] === 'string' ? stored['locale'] : '';
  const timeZone = typeof stored['timeZone'] === 'string' ? stored['timeZone'] : '';
  return {
    locale: locale !== '' && isUsable(() => new Intl.Locale(locale)) ? locale : '',
    timeZone: timeZone !== '' && isUsable(() => new Intl.DateTimeFormat('en', { timeZone })) ? timeZone : '',
  };
}

export const useFormatPreference = (): [Formats, (next: Formats) => void] => usePreference('formats', read);

/** Makes the person's choice hold for all below; the key changes with it, so that what is drawn is drawn anew. */
export function useFormats(): string {
  const [formats] = useFormatPreference();
  setFormats(formats);
  return `${formats.locale}|${formats.timeZone}`;
}
