import type { ColumnWrite, ImportMapping, MadeColumn, MappedColumn } from '@/shared/api/importTypes';
import { isRecord } from '@/shared/api/record';
import type { FieldDefinition } from '@/shared/api/types';

/** Fields chosen here and not yet kept by the server: a clash has to be resolved first. */
export type FieldEdits = ReadonlyMap<number, string | null>;

export const withEdits = (columns: readonly MappedColumn[], edits: FieldEdits): MappedColumn[] =>
  columns.map((column) => {
    const field = edits.get(column.index);
    return field === undefined ? column : { ...column, field, is_chosen: true };
  });

/** Fields that more than one column fills, with those columns. */
export function clashesOf(columns: readonly MappedColumn[]): ReadonlyMap<string, MappedColumn[]> {
  const claims = new Map<string, MappedColumn[]>();
  for (const column of columns) {
    if (column.field !== null) claims.set(column.field, [...(claims.get(column.field) ?? []), column]);
  }
  return new Map([...claims].filter(([, claimants]) => claimants.length > 1));
}

export const editsAsWrites = (edits: FieldEdits): ColumnWrite[] => [...edits].map(([index, field]) => ({ index, field }));

export const mappedCounts = (columns: readonly MappedColumn[]) => ({
  mapped: columns.filter((column) => column.field !== null).length,
  check: columns.filter((column) => column.field !== null && !column.is_chosen && column.level === 'check').length,
  rest: columns.filter((column) => column.field === null).length,
});

export interface FieldOptions {
  group: string;
  items: { value: string; label: string }[];
}

export function fieldOptions(fields: readonly FieldDefinition[]): FieldOptions[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const field of fields) {
    if (!field.importable) continue;
    groups.set(field.group, [...(groups.get(field.group) ?? []), { value: field.id, label: field.label }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

const LISTED: ReadonlySet<string> = new Set(['choice', 'reference', 'boolean']);

/** Whether a field takes its values from a list, so that the file's words have to be matched with it. */
export const takesFromList = (field: FieldDefinition | undefined): boolean => field !== undefined && LISTED.has(field.kind);

const isMade = (value: unknown): value is MadeColumn => isRecord(value) && typeof value['kind'] === 'string' && typeof value['header'] === 'string';

/** A preset that may be written to: none of those that are shipped. */
export const ownPreset = <P extends { id: string }>(preset: P | null): P | null => (preset === null || preset.id.startsWith('builtin:') ? null : preset);

/** What a column is made of, null for those of the file. */
export const madeIn = (column: MappedColumn): MadeColumn | null => (isMade(column.made) ? column.made : null);

export const madeOf = (mapping: ImportMapping): MadeColumn[] => mapping.columns.flatMap((column) => madeIn(column) ?? []);
