import type { WizardImport } from '@/shared/api/importTypes';
import type { ImportCounts, ImportState } from '@/shared/api/types';
import { formatDateTime, formatTime } from '@/shared/i18n/format';
import type { MessageKey, Translate } from '@/shared/i18n/i18n';
import type { Tone } from '@/shared/ui/StatusBadge';

const STATES: Record<ImportState, { key: MessageKey; tone: Tone }> = {
  uploaded: { key: 'imports.state.uploaded', tone: 'pending' },
  reading: { key: 'imports.state.reading', tone: 'info' },
  mapped: { key: 'imports.state.mapped', tone: 'neutral' },
  checking: { key: 'imports.state.checking', tone: 'info' },
  checked: { key: 'imports.state.checked', tone: 'teal' },
  running: { key: 'imports.state.running', tone: 'info' },
  finished: { key: 'imports.state.finished', tone: 'success' },
  failed: { key: 'imports.state.failed', tone: 'danger' },
  cancelled: { key: 'imports.state.cancelled', tone: 'neutral' },
};

export const importState = (t: Translate, state: ImportState): { label: string; tone: Tone } => ({
  label: t(STATES[state].key),
  tone: STATES[state].tone,
});

/** As it stands now: what was undone since says so instead of how it ended. */
export const importStanding = (t: Translate, record: Pick<WizardImport, 'state' | 'standing'>): { label: string; tone: Tone } => {
  switch (record.standing) {
    case 'undone':
      return { label: t('imports.standing.undone'), tone: 'outline' };
    case 'partly_undone':
      return { label: t('imports.standing.partly'), tone: 'warning' };
    case 'undoing':
      return { label: t('imports.standing.undoing'), tone: 'info' };
    default:
      return importState(t, record.state);
  }
};

export const IMPORT_FILTERS = ['open', 'finished', 'failed', 'cancelled', 'undone'] as const;
export type ImportFilter = (typeof IMPORT_FILTERS)[number];

export type Outcome = Exclude<keyof ImportCounts, 'rows'>;

const OUTCOME_KEYS: Record<Outcome, MessageKey> = {
  created: 'outcome.created',
  updated: 'outcome.updated',
  unchanged: 'outcome.unchanged',
  duplicate_in_file: 'outcome.duplicateInFile',
  review: 'outcome.review',
  rejected: 'outcome.rejected',
  excluded: 'outcome.excluded',
};

export const OUTCOMES: readonly Outcome[] = ['created', 'updated', 'unchanged', 'duplicate_in_file', 'review', 'rejected', 'excluded'];

/** The ways whose rows can be listed. */
export type RowOutcome = Exclude<Outcome, 'excluded'>;

export const isRowOutcome = (text: string | null): text is RowOutcome => isOutcome(text) && text !== 'excluded';

export const isOutcome = (text: string | null): text is Outcome => OUTCOMES.some((outcome) => outcome === text);

const PLAN_KEYS: Record<Outcome, MessageKey> = {
  created: 'plan.created',
  updated: 'plan.updated',
  unchanged: 'outcome.unchanged',
  duplicate_in_file: 'outcome.duplicateInFile',
  review: 'outcome.review',
  rejected: 'plan.rejected',
  excluded: 'outcome.excluded',
};

/** What would come of a row, while nothing is written yet. */
export const planLabel = (t: Translate, outcome: Outcome): string => t(PLAN_KEYS[outcome]);

export const outcomeLabel = (t: Translate, outcome: string): string => (isOutcome(outcome) ? t(OUTCOME_KEYS[outcome]) : outcome);

const OUTCOME_TONES: Record<Outcome, Tone> = {
  created: 'success',
  updated: 'info',
  unchanged: 'neutral',
  duplicate_in_file: 'warning',
  review: 'pending',
  rejected: 'danger',
  excluded: 'outline',
};

export const outcomeTone = (outcome: string): Tone => (isOutcome(outcome) ? OUTCOME_TONES[outcome] : 'neutral');

export const problemOfImport = (record: WizardImport): string | null => record.problem?.message ?? null;

/** "10:42" today, with the date on any other day. */
export function formatSaved(value: string, now: Date = new Date()): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  return at.toDateString() === now.toDateString() ? formatTime(at) : formatDateTime(value);
}
