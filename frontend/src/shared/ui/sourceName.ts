import { isMessageKey, translate } from '@/shared/i18n/i18n';

/** A source in words: its name, or its kind where that is all there is. Takes `agent:Datto RMM` and `person`. */
export function sourceName(key: string): string {
  const colon = key.indexOf(':');
  if (colon > 0) return key.slice(colon + 1);
  const kind = `source.kind.${key}`;
  return isMessageKey(kind) ? translate(kind) : key;
}

export function kindName(kind: string): string {
  const key = `source.kind.${kind}`;
  return isMessageKey(key) ? translate(key) : kind;
}

/** An entry of a list of sources, where a kind stands for all of its kind. */
export function entryName(entry: string): string {
  const key = `source.kinds.${entry}`;
  return isMessageKey(key) ? translate(key) : sourceName(entry);
}
