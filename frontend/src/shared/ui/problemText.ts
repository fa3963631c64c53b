import { isProblem } from '@/shared/api/problem';
import { translate } from '@/shared/i18n/i18n';

/** The sentence a person reads for any failure; never "an error occurred" when the server said more. */
export function problemTitle(error: unknown): string {
  if (!isProblem(error)) return translate('problem.unexpected');
  if (error.code === 'unreachable') return translate('problem.unreachable');
  if (error.status === 429) return translate('problem.throttled', { seconds: error.retryAfterSeconds ?? 60 });
  return error.message;
}

export function problemDetail(error: unknown): string | null {
  if (!isProblem(error)) return null;
  const { detail, errors } = error.body;
  if (detail !== undefined && detail !== '') return detail;
  const messages = (errors ?? []).map((item) => item.message);
  return messages.length > 0 ? messages.join(' ') : null;
}

export const problemReference = (error: unknown): string | null => (isProblem(error) ? (error.body.request_id ?? null) : null);
