import { isRecord } from '@/shared/api/record';
import type { Asset, FieldDefinition } from '@/shared/api/types';
import { plain } from '@/shared/ui/fieldText';

export { plain, textOf } from '@/shared/ui/fieldText';

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
