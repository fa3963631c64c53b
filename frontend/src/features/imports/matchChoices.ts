import type { FieldRule, KeptChoice, MatchChoice, MatchField, MatchRow, MergeRule } from '@/shared/api/importTypes';
import type { MessageKey } from '@/shared/i18n/i18n';

/** In-file duplicates and open questions come before what the system is sure of. */
const FIRST: readonly string[] = ['in_file', 'review'];

export const inOrder = <G extends { kind: string }>(groups: readonly G[]): G[] => [
  ...FIRST.flatMap((kind) => groups.filter((group) => group.kind === kind)),
  ...groups.filter((group) => !FIRST.includes(group.kind)),
];

export const GROUP_CHOICES = ['take', 'fill', 'keep', 'skip', 'create'] as const;
export type GroupChoice = (typeof GROUP_CHOICES)[number];
export const isGroupChoice = (text: string | null): text is GroupChoice => GROUP_CHOICES.some((choice) => choice === text);

export function choiceOf(choice: GroupChoice): MatchChoice {
  return choice === 'skip' || choice === 'create' ? { action: choice } : { action: 'merge', merge: choice };
}

export function groupChoiceOf(choice: KeptChoice | null): GroupChoice | null {
  if (choice === null) return null;
  return choice.action === 'merge' ? (choice.merge ?? 'take') : choice.action;
}

export const CHOICE_NAMES: Record<GroupChoice, MessageKey> = {
  take: 'match.choice.take',
  fill: 'match.choice.fill',
  keep: 'match.choice.keep',
  skip: 'match.choice.skip',
  create: 'match.choice.create',
};

/** What stands for a field once the choices of this row are counted in. */
export const ruleOf = (row: MatchRow, field: MatchField): FieldRule => row.choice?.fields?.[field.field] ?? row.choice?.merge ?? 'take';

export const isKept = (row: MatchRow, field: MatchField): boolean => {
  // Where nobody has chosen, what comes of it says whose value stands: precedence and locks count.
  if (row.choice === null) return !field.is_changed;
  const rule = ruleOf(row, field);
  return rule === 'keep' || (rule === 'fill' && field.in_system !== null && field.in_system !== '');
};

export function withField(row: MatchRow, field: string, rule: FieldRule): MatchChoice {
  const merge: MergeRule = row.choice?.merge ?? 'take';
  return { action: 'merge', merge, fields: { ...row.choice?.fields, [field]: rule } };
}
