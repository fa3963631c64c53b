import { Group, Stack, Text, Title } from '@mantine/core';
import { addMessages, useT, type MessageKey } from '@/shared/i18n/i18n';
import { keySheet } from '@/shared/i18n/en/keySheet';
import { Dialog } from '@/shared/ui/Dialog';
import { Keys } from './Keys';
import { useRegistered, type ActionGroup, type RegionKeys } from './registry';

addMessages(keySheet);

const GROUPS: readonly [ActionGroup, MessageKey][] = [
  ['go', 'actions.group.go'],
  ['create', 'actions.group.create'],
  ['selection', 'actions.group.selection'],
  ['view', 'actions.group.view'],
  ['account', 'actions.group.account'],
  ['help', 'actions.group.help'],
];

/** Two lists on one page say what their keys do once. */
function merged(keys: readonly RegionKeys[]): [MessageKey, RegionKeys['lines']][] {
  const byTitle = new Map<MessageKey, Map<string, RegionKeys['lines'][number]>>();
  for (const { title, lines } of keys) {
    const known = byTitle.get(title) ?? new Map<string, RegionKeys['lines'][number]>();
    for (const line of lines) if (!known.has(line.hotkey)) known.set(line.hotkey, line);
    byTitle.set(title, known);
  }
  return [...byTitle].map(([title, lines]) => [title, [...lines.values()]]);
}

/** The live registry as a sheet, so it can never disagree with what the keys do. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { actions, keys } = useRegistered();
  const line = (label: string, hotkey: string) => (
    <Group key={label} justify="space-between" wrap="nowrap">
      <Text size="sm">{label}</Text>
      <Keys hotkey={hotkey} />
    </Group>
  );
  return (
    <Dialog onClose={onClose} title={t('keys.title')} size="md">
      <Stack gap="md">
        {GROUPS.map(([group, title]) => {
          const keyed = actions.filter(
            (action) => action.group === group && action.hotkey !== undefined && actions.findLast((other) => other.hotkey === action.hotkey) === action,
          );
          if (keyed.length === 0) return null;
          return (
            <Stack key={group} gap={6}>
              <Title order={3}>{t(title)}</Title>
              {keyed.map((action) => line(action.label, action.hotkey ?? ''))}
            </Stack>
          );
        })}
        {merged(keys).map(([title, lines]) => (
          <Stack key={title} gap={6}>
            <Title order={3}>{t(title)}</Title>
            {lines.map(({ hotkey, label }) => line(t(label), hotkey))}
          </Stack>
        ))}
      </Stack>
    </Dialog>
  );
}
