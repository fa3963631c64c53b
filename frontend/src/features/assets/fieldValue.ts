import { isRecord, isReference } from '@/shared/api/record';
import type { Asset, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { formatDate, formatDateTime, formatNumber } from '@/shared/i18n/format';
import { translate } from '@/shared/i18n/i18n';

/** The value of a catalogue field in an asset, wherever the record keeps it. */
export function valueOf(asset: Record<string, unknown>, field: string): unknown {
  if (field.startsWith('cf.')) {
    const custom = asset['custom'];
    return isRecord(custom) ? custom[field.slice(3)] : asset[field];
  }
  if (Object.hasOwn(asset, field)) return asset[field];
  const extension = asset['extension'];
  if (isRecord(extension) && Object.hasOwn(extension, field)) return extension[field];
  return identifierOf(asset, field);
}

/** Serial numbers, MACs and the like are kept as identifiers; the newest one speaks for the field. */
function identifierOf(asset: Record<string, unknown>, kind: string): unknown {
  const identifiers = asset['identifiers'];
  if (!Array.isArray(identifiers)) return undefined;
  const found: unknown = identifiers.find((item) => isRecord(item) && item['kind'] === kind);
  return isRecord(found) ? found['value'] : undefined;
}

/** What a person reads for a value: labels for choices and references, never an id. */
export function textOf(field: FieldDefinition, value: unknown, catalogue: FieldCatalogue): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map((item) => textOf(field, item, catalogue)).join(', ');
  if (isReference(value)) return value.label;
  if (field.id === 'status') return catalogue.statuses.find((status) => status.key === value)?.label ?? plain(value);
  const choice = field.choices?.find((item) => item.value === value);
  if (choice !== undefined) return choice.label;
  if (typeof value === 'boolean') return translate(value ? 'common.yes' : 'common.no');
  if (field.kind === 'datetime' && typeof value === 'string') return formatDateTime(value);
  if (field.kind === 'date' && typeof value === 'string') return formatDate(value);
  if (field.kind === 'number' && typeof value === 'number') return formatNumber(value);
  return plain(value);
}

export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (isReference(value)) return value.label;
  return JSON.stringify(value);
}

const MONO_KINDS = new Set(['identifier', 'mac', 'ip']);
const MONO_FIELDS = new Set(['tag', 'hostname']);

export const isMono = (field: FieldDefinition): boolean => MONO_KINDS.has(field.kind) && !MONO_FIELDS.has(field.id);

/** A date that has passed, on a field where passing matters. */
export const hasPassed = (field: FieldDefinition, value: unknown, today = new Date()): boolean =>
  (field.id === 'warranty_end' || field.id === 'end_of_life') &&
  typeof value === 'string' &&
  value.slice(0, 10) < today.toISOString().slice(0, 10);

/** Fields a type has: the common ones and its own. */
export const fieldsOfType = (fields: readonly FieldDefinition[], type: string): FieldDefinition[] =>
  fields.filter((field) => field.asset_types === null || field.asset_types.length === 0 || field.asset_types.includes(type));

export const titleOf = (asset: Pick<Asset, 'id'> & Record<string, unknown>): string => {
  const name = plain(asset['name']);
  return name === '' ? plain(asset['tag']) || asset.id : name;
};
