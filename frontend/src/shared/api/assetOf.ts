import { isRecord } from './record';
import type { Asset } from './types';

export const assetOf = (value: unknown): Asset | null =>
  isRecord(value) && typeof value['id'] === 'string' && typeof value['version'] === 'number' ? (value as unknown as Asset) : null;
