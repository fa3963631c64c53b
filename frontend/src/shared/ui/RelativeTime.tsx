import { formatDateTime, formatRelative } from '@/shared/i18n/format';

/** Relative for reading, absolute on hover and for assistive technology. */
export function RelativeTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at)}
    </time>
  );
}
