import type { ImportCounts, ImportRecord, ImportState } from '@/shared/api/types';
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

type Outcome = Exclude<keyof ImportCounts, 'rows'>;

const OUTCOME_KEYS: Record<Outcome, MessageKey> = {
  created: 'outcome.created',
  updated: 'outcome.updated',
  unchanged: 'outcome.unchanged',
  duplicate_in_file: 'outcome.duplicateInFile',
  review: 'outcome.review',
  rejected: 'outcome.rejected',
};

export const OUTCOMES: readonly Outcome[] = ['created', 'updated', 'unchanged', 'duplicate_in_file', 'review', 'rejected'];

export const isOutcome = (text: string | null): text is Outcome => OUTCOMES.some((outcome) => outcome === text);

export const outcomeLabel = (t: Translate, outcome: string): string => (isOutcome(outcome) ? t(OUTCOME_KEYS[outcome]) : outcome);

const OUTCOME_TONES: Record<Outcome, Tone> = {
  created: 'success',
  updated: 'info',
  unchanged: 'neutral',
  duplicate_in_file: 'warning',
  review: 'pending',
  rejected: 'danger',
};

export const outcomeTone = (outcome: string): Tone => (isOutcome(outcome) ? OUTCOME_TONES[outcome] : 'neutral');

export function problemOfImport(record: ImportRecord): string | null {
  return record.problem?.message ?? null;
}
