import { newAsset, type NewAsset } from '@/shared/api/bodies';
import { isReference } from '@/shared/api/record';
import type { FieldDefinition, FieldValue } from '@/shared/api/types';

/** What an input can hold: a reference keeps its label so the choice can be shown before it is looked up again. */
export function editableOf(value: unknown): FieldValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (isReference(value)) return value;
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string');
  return null;
}

/** What the API takes: ids for references, numbers for numbers, null for nothing. */
export function writable(field: FieldDefinition, value: FieldValue): unknown {
  if (isReference(value)) return value.id;
  if (value === undefined || value === '') return null;
  if (field.kind === 'number' && typeof value === 'string') return Number(value);
  if (field.kind === 'mac' && typeof value === 'string') return value.split(/[,;\s]+/).filter((part) => part !== '');
  if (typeof value === 'string') return value.trim();
  return value;
}

const TOP_LEVEL = new Set(['type', 'client']);

/** The body of a creation: common fields beside each other, a type's own under `extension`, tenant-defined ones under `custom`. */
export function creationBody(fields: readonly FieldDefinition[], values: Readonly<Record<string, FieldValue>>, type: string, clientId: string): NewAsset {
  const body: Record<string, unknown> = {};
  const extension: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    const value = writable(field, values[field.id]);
    // An emptied default is said: left out, the server would give it again.
    if ((value === null && field.default === null) || TOP_LEVEL.has(field.id)) continue;
    if (field.id.startsWith('cf.')) custom[field.id.slice(3)] = value;
    else if (field.asset_types !== null && field.asset_types.length > 0) extension[field.id] = value;
    else body[field.id] = value;
  }
  const name = values['name'];
  const always = { client_id: clientId, type, name: typeof name === 'string' ? name.trim() : '' };
  const nested = { ...(Object.keys(extension).length > 0 ? { extension } : {}), ...(Object.keys(custom).length > 0 ? { custom } : {}) };
  return newAsset(always, { ...body, ...nested });
}

/** What the form of a new asset begins with. */
export const defaultsOf = (fields: readonly FieldDefinition[]): Record<string, FieldValue> =>
  Object.fromEntries(fields.flatMap((field) => (field.default === null ? [] : [[field.id, field.default]])));

/** Only what differs: a merge patch must not rewrite what nobody touched. */
export function changedFields(
  fields: readonly FieldDefinition[],
  before: Readonly<Record<string, FieldValue>>,
  after: Readonly<Record<string, FieldValue>>,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const field of fields) {
    const next = writable(field, after[field.id]);
    if (JSON.stringify(writable(field, before[field.id])) !== JSON.stringify(next)) changes[field.id] = next;
  }
  return changes;
}
