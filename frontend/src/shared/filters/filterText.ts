import type { FilterToken } from '@/shared/api/types';

/** A value as the language reads it back: quoted as soon as anything in it could mean something. */
export function quoteValue(value: string): string {
  if (/^[\w.+*/#-]+$/.test(value) && !value.includes('..')) return value;
  return `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}

/** The text without one of its tokens; places count characters, so emoji before it do not shift the cut. */
export function withoutToken(text: string, token: FilterToken): string {
  const characters = Array.from(text);
  const before = characters.slice(0, token.start).join('').trimEnd();
  const after = characters.slice(token.end).join('').trimStart();
  return tidy(`${before} ${after}`);
}

/** An OR that joins nothing any more would be a mistake the person did not make. */
const tidy = (text: string): string =>
  text
    .trim()
    .replace(/^OR\s+/, '')
    .replace(/\s+OR$/, '')
    .replace(/\bOR\s+OR\b/, 'OR');

export const addTerm = (text: string, term: string): string => (text.trim() === '' ? term.trim() : `${text.trim()} ${term.trim()}`);

export interface QuickFilter {
  id: string;
  label: string;
  field: string;
  op: string;
  value: string;
}

export const quickText = (quick: QuickFilter): string => `${quick.field}${quick.op}${quick.value}`;

export const quickToken = (tokens: readonly FilterToken[], quick: QuickFilter): FilterToken | undefined =>
  tokens.find((token) => token.field === quick.field && token.op === quick.op && token.value === quick.value && !token.negated);

/** The last word being typed, split at its operator: `status=dep` is the field status and the partial value dep. */
export function partialTerm(typed: string): { before: string; field: string | null; op: string; value: string } {
  const match = /^(.*?)(\S*)$/su.exec(typed);
  const before = match?.[1] ?? '';
  const word = match?.[2] ?? '';
  const term = /^(-?[\p{L}_][\p{L}\p{N}_.]*)(!:|!=|>=|<=|[:=^<>])(.*)$/u.exec(word);
  if (term === null) return { before, field: null, op: '', value: word };
  return { before, field: term[1] ?? '', op: term[2] ?? ':', value: (term[3] ?? '').replace(/^"/, '') };
}
