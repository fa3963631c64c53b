import { isRecord, isReference } from '@/shared/api/record';
import type { ChoiceColor, FieldValue } from '@/shared/api/types';

/** One choice of a field while it is being edited; a new one has no value of its own yet. */
export interface ChoiceDraft {
  value: string | null;
  label: string;
  color: ChoiceColor | null;
  retired: boolean;
}

export type RecordValue = FieldValue | ChoiceDraft[];

/** What a small form holds, by field. */
export type RecordValues = Record<string, RecordValue>;

/** One question of a small form. */
export interface RecordField {
  id: string;
  label: string;
  kind: 'text' | 'email' | 'long' | 'list' | 'switch' | 'choice' | 'choices' | 'client' | 'location' | 'date' | 'number' | 'options';
  required?: boolean;
  description?: string;
  choices?: { value: string; label: string }[];
  /** Asked for only while this holds of the other values. */
  when?: (values: RecordValues) => boolean;
  /** Looks up inside the client chosen in this field. */
  within?: string;
}

export const textIn = (values: RecordValues, id: string): string => {
  const value = values[id];
  return typeof value === 'string' ? value : '';
};

/** Empty text is nothing. */
export const optionalTextIn = (values: RecordValues, id: string): string | null => textIn(values, id) || null;

export const flagIn = (values: RecordValues, id: string): boolean => values[id] === true;

const itemsIn = (values: RecordValues, id: string): (string | ChoiceDraft)[] => {
  const value = values[id];
  return Array.isArray(value) ? value : [];
};

export const textsIn = (values: RecordValues, id: string): string[] => itemsIn(values, id).filter((item) => typeof item === 'string');

export const optionsIn = (values: RecordValues, id: string): ChoiceDraft[] => itemsIn(values, id).filter((item) => typeof item !== 'string');

export const CHOICE_COLORS: readonly ChoiceColor[] = ['neutral', 'info', 'success', 'warning', 'danger', 'pending', 'teal'];

/** A choice as the server holds it. */
export function choiceOf(stored: unknown): ChoiceDraft | undefined {
  if (!isRecord(stored) || typeof stored['label'] !== 'string') return undefined;
  const value = typeof stored['value'] === 'string' ? stored['value'] : null;
  return { value, label: stored['label'], color: CHOICE_COLORS.find((color) => color === stored['color']) ?? null, retired: stored['retired'] === true };
}

export const referenceIdIn = (values: RecordValues, id: string): string | null => {
  const value = values[id];
  return isReference(value) ? value.id : null;
};
