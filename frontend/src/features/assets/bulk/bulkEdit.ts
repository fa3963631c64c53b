import type { BulkEdit, BulkOperation, FieldDefinition, FieldValue } from '@/shared/api/types';
import { writable } from '../fieldEdit';

export type BulkAction = BulkEdit['action'];

/** One line of the dialog: a field, what to do with it, and with what. */
export interface EditLine {
  key: number;
  field: string | null;
  action: BulkAction;
  value: FieldValue;
  find: string;
  replacement: string;
  regex: boolean;
  matchCase: boolean;
}

export const newLine = (key: number, field: string | null = null, action: BulkAction = 'set'): EditLine => ({
  key,
  field,
  action,
  value: null,
  find: '',
  replacement: '',
  regex: false,
  matchCase: false,
});

const LISTS = new Set(['tags', 'mac']);
const NO_TEXT = new Set(['choice', 'boolean', 'number', 'money', 'date', 'datetime', 'reference', 'tags', 'mac', 'ip']);

/** What can be done with a field of many assets at once. */
export function actionsOf(field: FieldDefinition): BulkAction[] {
  const clear: BulkAction[] = field.required || field.id === 'status' || field.id === 'client' ? [] : ['clear'];
  if (LISTS.has(field.kind)) return ['add', 'remove', 'set', ...clear];
  return ['set', ...clear, ...(NO_TEXT.has(field.kind) ? [] : ['replace' as const])];
}

/** The edit that a line stands for; null while something is missing. */
export function editOf(line: EditLine, fields: readonly FieldDefinition[]): BulkEdit | null {
  const field = fields.find((item) => item.id === line.field);
  if (field === undefined) return null;
  switch (line.action) {
    case 'clear':
      return { action: 'clear', field: field.id };
    case 'replace':
      if (line.find === '') return null;
      return { action: 'replace', field: field.id, find: line.find, replacement: line.replacement, regex: line.regex, match_case: line.matchCase };
    case 'add':
    case 'remove': {
      const value = listOf(writable(field, line.value));
      return value.length === 0 ? null : { action: line.action, field: field.id, value };
    }
    default: {
      const value = writable(field, line.value);
      return value === null ? null : { action: 'set', field: field.id, value };
    }
  }
}

/** All lines as one operation; null while any of them is incomplete. */
export function operationOf(lines: readonly EditLine[], fields: readonly FieldDefinition[]): BulkOperation | null {
  const edits: BulkEdit[] = [];
  for (const line of lines) {
    const edit = editOf(line, fields);
    if (edit === null) return null;
    edits.push(edit);
  }
  return edits.length === 0 ? null : { kind: 'edit', edits };
}

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : typeof value === 'string' && value !== '' ? [value] : [];

/** Whether a field of many assets can be changed here: only what people may edit, and the type never. */
export const bulkFields = (fields: readonly FieldDefinition[]): FieldDefinition[] => fields.filter((field) => field.editable);
