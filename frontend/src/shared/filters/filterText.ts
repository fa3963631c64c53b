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

/** The values of a token: one, or several in brackets; quotes keep commas inside them. */
export function splitValues(value: string): string[] {
  const inner = /^\((.*)\)$/su.exec(value)?.[1] ?? value;
  const values: string[] = [];
  let current = '';
  let quoted = false;
  for (let at = 0; at < inner.length; at += 1) {
    const sign = inner[at] ?? '';
    if (sign === '\\' && quoted) {
      at += 1;
      current += inner[at] ?? '';
    } else if (sign === '"') quoted = !quoted;
    else if (sign === ',' && !quoted) {
      values.push(current.trim());
      current = '';
    } else current += sign;
  }
  return [...values, current.trim()].filter((each) => each !== '');
}

const VALUELESS: Record<string, string> = { empty: '=@none', not_empty: '!=@none', me: '=@me' };

/** Operators that stand for a comparison with a value of a certain form. */
export type Operator = string;

export interface Condition {
  operator: Operator;
  values: readonly string[];
  negated: boolean;
}

export const needsNoValue = (operator: Operator): boolean => Object.hasOwn(VALUELESS, operator);
export const isSpan = (operator: Operator): boolean => operator === '..';
const days = (value: string): string => value.replace(/\D/g, '');

/** A condition as the language writes it; null while it lacks its value. */
export function termOf(field: string, { operator, values, negated }: Condition): string | null {
  const minus = negated ? '-' : '';
  const fixed = VALUELESS[operator];
  if (fixed !== undefined) return `${minus}${field}${fixed}`;
  const [first = '', second = ''] = values;
  if (isSpan(operator)) return first === '' || second === '' ? null : `${minus}${field}=${first}..${second}`;
  if (first === '') return null;
  if (operator === 'in_last') return `${minus}${field}=-${days(first)}d..today`;
  if (operator === 'in_next') return `${minus}${field}=today..+${days(first)}d`;
  const sign = operator === 'in_network' ? '=' : operator;
  const written = values.filter((value) => value !== '').map(quoteValue);
  return `${minus}${field}${sign}${written.length === 1 ? (written[0] ?? '') : `(${written.join(',')})`}`;
}

/** What a token says, in the words of its editor. */
export function conditionOf(token: FilterToken): Condition {
  const value = token.value ?? '';
  const negated = token.negated;
  const last = /^-(\d+)d\.\.today$/.exec(value);
  const next = /^today\.\.\+(\d+)d$/.exec(value);
  const span = /^([^"(),]+)\.\.([^"(),]+)$/.exec(value);
  if (value === '@none') return { operator: token.op === '!=' ? 'not_empty' : 'empty', values: [], negated };
  if (value === '@me') return { operator: 'me', values: [], negated };
  if (last !== null) return { operator: 'in_last', values: [last[1] ?? ''], negated };
  if (next !== null) return { operator: 'in_next', values: [next[1] ?? ''], negated };
  if (span !== null) return { operator: '..', values: [span[1] ?? '', span[2] ?? ''], negated };
  if (/^[\d.:a-f]+\/\d+$/i.test(value)) return { operator: 'in_network', values: [value], negated };
  return { operator: token.op ?? '=', values: splitValues(value), negated };
}

/** The text with one of its tokens written anew. */
export function withTokenAs(text: string, token: FilterToken, term: string): string {
  const characters = Array.from(text);
  return `${characters.slice(0, token.start).join('')}${term}${characters.slice(token.end).join('')}`;
}
