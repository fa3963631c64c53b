import type { FixWrite, ImportIssues, IssueGroup } from '@/shared/api/importTypes';
import { isMessageKey, type Translate } from '@/shared/i18n/i18n';

/** What a row can name that nobody has entered yet. */
export type NamedKind = 'client' | 'location' | 'contact';
type NameCode = Extract<FixWrite, { kind: 'create' }>['code'];

const KINDS: Record<NameCode, NamedKind> = { unknown_client: 'client', unknown_location: 'location', unknown_contact: 'contact' };
const isNameCode = (code: string): code is NameCode => Object.hasOwn(KINDS, code);

export interface UnknownNames {
  code: NameCode;
  kind: NamedKind;
  issue: IssueGroup;
}

export const namesIn = (issue: IssueGroup): UnknownNames | null =>
  isNameCode(issue.code) && issue.names > 0 ? { code: issue.code, kind: KINDS[issue.code], issue } : null;

/** Clients first: without one, rows are left out. */
export const unknownClients = (issues: ImportIssues): UnknownNames | null => issues.items.map(namesIn).find((names) => names?.kind === 'client') ?? null;

/** The cause in few words; with the field where several can have it. */
export function issueTitle(t: Translate, issue: IssueGroup, all: readonly IssueGroup[]): string {
  const key = `issue.${issue.code}`;
  if (!isMessageKey(key)) return issue.label ?? issue.message;
  const title = t(key);
  const isShared = all.some((other) => other !== issue && other.code === issue.code);
  return isShared && issue.label !== null ? t('issue.inField', { title, field: issue.label }) : title;
}

export type NameWay = 'create' | 'suggestion' | 'other' | 'later';

export interface NameChoice {
  way: NameWay;
  /** Of `other`: the record that is meant. */
  other: { id: string; label: string } | null;
}

/** What the choices come to: the names to create, and those that stand for records that are here. */
export function decided(names: UnknownNames, choices: ReadonlyMap<string, NameChoice>) {
  const create: string[] = [];
  const use: { from: string; to: string }[] = [];
  for (const { value, suggestion } of names.issue.values) {
    const choice = choices.get(value);
    const to = choice?.way === 'suggestion' ? suggestion : choice?.way === 'other' ? (choice.other?.label ?? null) : null;
    if (choice?.way === 'create') create.push(value);
    else if (to !== null) use.push({ from: value, to });
  }
  return { create, use };
}
