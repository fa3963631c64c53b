import { Group, Stack, Text, Title } from '@mantine/core';
import { useT, type MessageKey } from '@/shared/i18n/i18n';
import { Dialog } from '@/shared/ui/Dialog';
import { Keys } from './Keys';
import { useRegistered, type ActionGroup } from './registry';

const GRID_KEYS: readonly [string, MessageKey][] = [
  ['Enter', 'keys.open'],
  ['x', 'keys.select'],
  ['ctrl+Home', 'keys.first'],
  ['ctrl+End', 'keys.last'],
  ['ctrl+c', 'keys.copy'],
  ['ctrl+a', 'keys.selectAll'],
  ['j', 'keys.next'],
  ['k', 'keys.previous'],
];

const GROUPS: readonly [ActionGroup, MessageKey][] = [
  ['go', 'actions.group.go'],
  ['create', 'actions.group.create'],
  ['selection', 'actions.group.selection'],
  ['view', 'actions.group.view'],
  ['account', 'actions.group.account'],
  ['help', 'actions.group.help'],
];

/** The live registry as a sheet, so it can never disagree with what the keys do. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { actions } = useRegistered();
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
        <Stack gap={6}>
          <Title order={3}>{t('keys.inGrid')}</Title>
          {GRID_KEYS.map(([hotkey, label]) => line(t(label), hotkey))}
        </Stack>
      </Stack>
    </Dialog>
  );
}
