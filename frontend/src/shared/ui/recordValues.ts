import { isReference } from '@/shared/api/record';
import type { FieldValue } from '@/shared/api/types';

/** What a small form holds, by field. */
export type RecordValues = Record<string, FieldValue>;

/** One question of a small form. */
export interface RecordField {
  id: string;
  label: string;
  kind: 'text' | 'email' | 'long' | 'list' | 'switch' | 'choice' | 'choices' | 'client' | 'location' | 'date';
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

export const textsIn = (values: RecordValues, id: string): string[] => {
  const value = values[id];
  return Array.isArray(value) ? value : [];
};

export const referenceIdIn = (values: RecordValues, id: string): string | null => {
  const value = values[id];
  return isReference(value) ? value.id : null;
};
