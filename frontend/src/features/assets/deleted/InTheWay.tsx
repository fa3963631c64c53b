import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Selection } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { lookQuery, type DeletedScope } from './deletedApi';

/** What stands in the way of bringing deleted assets back, said before anybody presses. */
export function InTheWay({ scope, selection }: { scope: DeletedScope; selection: Selection }) {
  const t = useT();
  const { slug } = useTenant();
  const look = useQuery(lookQuery(slug, scope, selection)).data;
  if (look === undefined || look.blocked === 0) return null;
  return (
    <Alert role="status" color="yellow" mt="sm" title={look.looked_at === 1 ? t('deleted.stays') : t('deleted.stay', { count: look.blocked })}>
      {look.reasons.map((reason) => (
        <Text key={reason.message} size="sm">
          {reason.count === 1 ? reason.message : t('deleted.stayReason', { why: reason.message, count: formatNumber(reason.count) })}
        </Text>
      ))}
      {!look.is_all && (
        <Text size="sm" c="dimmed">
          {t('deleted.lookedAt', { count: formatNumber(look.looked_at) })}
        </Text>
      )}
    </Alert>
  );
}
