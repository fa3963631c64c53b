import { Text } from '@mantine/core';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';

const NAMED = 6;

/** How much of something is each client's: the largest by name, the others by number. Of one client there is nothing to tell. */
export function ClientCounts({ clients }: { clients: readonly { name: string; count: number }[] }) {
  const t = useT();
  if (clients.length < 2) return null;
  const named = clients.slice(0, NAMED).map((client) => `${client.name} ${formatNumber(client.count)}`);
  const more = clients.length - named.length;
  return (
    <Text size="sm" c="dimmed">
      <bdi>{named.join(' · ')}</bdi>
      {more > 0 && ` · ${t('bulk.moreClients', { count: more })}`}
    </Text>
  );
}
