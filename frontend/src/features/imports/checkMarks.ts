import type { CheckMark, CheckRow, ImportIssues, Severity } from '@/shared/api/importTypes';
import type { MessageKey } from '@/shared/i18n/i18n';
import type { Tone } from '@/shared/ui/StatusBadge';

export const SEVERITY: Record<Severity, { tone: Tone; one: MessageKey }> = {
  error: { tone: 'danger', one: 'check.error' },
  warning: { tone: 'warning', one: 'check.warning' },
  info: { tone: 'info', one: 'check.info' },
};

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** The gravest first. */
export const byGravity = (marks: readonly CheckMark[]): CheckMark[] => [...marks].sort((one, other) => RANK[one.severity] - RANK[other.severity]);

export const gravest = (marks: readonly CheckMark[]): Severity | null => byGravity(marks)[0]?.severity ?? null;

export const marksOf = (row: CheckRow, column: number): CheckMark[] => row.marks.filter((mark) => mark.column === column);

export const hasError = (row: CheckRow): boolean => !row.is_excluded && row.marks.some((mark) => mark.severity === 'error');

/** In how many rows the same value has the same problem. */
export function alikeRows(issues: ImportIssues | undefined, mark: CheckMark): number {
  const group = issues?.items.find((item) => item.code === mark.code && item.field === mark.field);
  return group?.values.find((item) => item.value === mark.value)?.rows ?? 0;
}
