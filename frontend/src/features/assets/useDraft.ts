import { useState } from 'react';
import { isRecord, isReference, parseJson } from '@/shared/api/record';
import type { FieldValue } from '@/shared/api/types';

export interface Draft {
  type: string;
  values: Record<string, FieldValue>;
}

const DAY_MS = 86_400_000;
const PREFIX = 'quarterdeck.draft.';

const isValue = (value: unknown): value is FieldValue =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  isReference(value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** What was kept on this device within the last day; anything else that lies there is nothing. */
function kept(key: string): Draft | null {
  try {
    const found = parseJson(localStorage.getItem(PREFIX + key) ?? 'null');
    if (!isRecord(found) || typeof found['at'] !== 'number' || Date.now() - found['at'] > DAY_MS) return null;
    const { type, values } = found;
    if (typeof type !== 'string' || !isRecord(values)) return null;
    const read: Record<string, FieldValue> = {};
    for (const [id, value] of Object.entries(values)) if (isValue(value)) read[id] = value;
    return { type, values: read };
  } catch {
    return null;
  }
}

/** A form that survives being closed by accident, for a day and on this device. */
export function useDraft(key: string, empty: Draft) {
  const [found] = useState(() => kept(key));
  const [draft, setDraft] = useState(found ?? empty);
  const [wasKept, setWasKept] = useState(found !== null);
  return {
    draft,
    wasKept,
    keep: (next: Draft): void => {
      setDraft(next);
      localStorage.setItem(PREFIX + key, JSON.stringify({ ...next, at: Date.now() }));
    },
    drop: (next: Draft): void => {
      setDraft(next);
      setWasKept(false);
      localStorage.removeItem(PREFIX + key);
    },
  };
}
