import { Radio, Stack } from '@mantine/core';
import { useT, type MessageKey } from '@/shared/i18n/i18n';

export type Choice = 'leave' | 'force' | 'pick';
const choiceOf = (text: string): Choice => (text === 'force' || text === 'pick' ? text : 'leave');
const CHOICES = [
  ['leave', 'conflict.leave'],
  ['force', 'conflict.force'],
] as const satisfies readonly [Choice, MessageKey][];

interface ConflictChoiceProps {
  label: string;
  /** Of choosing one by one. */
  pickLabel: string;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}

/** Leaving is what happens by itself; overwriting has to be said. */
export function ConflictChoice({ label, pickLabel, choice, onChoice }: ConflictChoiceProps) {
  const t = useT();
  return (
    <Radio.Group value={choice} onChange={(next) => onChoice(choiceOf(next))} label={label}>
      <Stack gap={6} mt={8}>
        {CHOICES.map(([value, key]) => (
          <Radio key={value} value={value} label={t(key)} />
        ))}
        <Radio value="pick" label={pickLabel} />
      </Stack>
    </Radio.Group>
  );
}
