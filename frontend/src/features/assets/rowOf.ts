import type { Asset, AssetRow, FieldValue } from '@/shared/api/types';
import { isRecord } from '@/shared/api/record';
import { valueOf } from './fieldValue';

/** The row of a list after its asset was written: the same columns, what they say now. */
export function withAsset(row: AssetRow, asset: Asset): AssetRow {
  const next: AssetRow = { ...row, version: asset.version };
  for (const field of Object.keys(row)) {
    const value = field === 'id' ? undefined : shownAs(valueOf(asset, field));
    if (value !== undefined) next[field] = value;
  }
  return next;
}

/** A value as a row holds it; undefined when it is nothing a row can show. */
export function shownAs(value: unknown): FieldValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string');
  if (isRecord(value)) {
    const { id, label } = value;
    if (typeof id === 'string' && typeof label === 'string') return { id, label };
  }
  return undefined;
}

export const withField = (row: AssetRow, field: string, value: FieldValue): AssetRow => ({ ...row, [field]: shownAs(value) ?? null });
