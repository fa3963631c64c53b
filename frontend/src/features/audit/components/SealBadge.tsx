import { useState } from 'react';
import { Button, Code, Popover, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatDate, formatNumber } from '@/shared/i18n/format';
import { useT, type MessageKey } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconShieldLock } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { StatusBadge, type Tone } from '@/shared/ui/StatusBadge';
import { sealsQuery, verifyAudit } from '../api/auditQueries';

const STATES: Record<'running' | 'intact' | 'altered' | 'stopped', [MessageKey, Tone]> = {
  running: ['audit.verifying', 'info'],
  intact: ['audit.intact', 'success'],
  altered: ['audit.altered', 'danger'],
  stopped: ['audit.stopped', 'warning'],
};

/** How far the log is sealed, whether it was altered since, and the way to find out. */
export function SealBadge() {
  const t = useT();
  const { slug, to, context } = useTenant();
  const [opened, setOpened] = useState(false);
  const queryClient = useQueryClient();
  const seals = useQuery(sealsQuery(slug));
  const verify = useMutation({ mutationFn: verifyAudit, onSuccess: () => queryClient.invalidateQueries({ queryKey: sealsQuery(slug).queryKey }) });
  if (seals.data === undefined) return null;
  const { verification, sealed_until: until, head, days, changes } = seals.data;
  const [key, tone] = verification === null ? (['audit.unverified', 'neutral'] as const) : STATES[verification.state];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconShieldLock size={16} aria-hidden />} onClick={() => setOpened((before) => !before)}>
          {t('audit.seals')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('audit.seals')}>
        <Stack gap="sm">
          <div>
            <Title order={2} size="h5">
              {until === null ? t('audit.notSealed') : t('audit.sealedUntil', { day: formatDate(until) })}
            </Title>
            {days > 0 && <Text size="sm">{t('audit.sealedCount', { changes: formatNumber(changes), days })}</Text>}
          </div>
          <Text size="sm" c="dimmed">
            {t('audit.sealHelp')}
          </Text>
          <div>
            <StatusBadge tone={tone}>{t(key)}</StatusBadge>
            {verification !== null && (
              <Text size="sm" mt={4}>
                {verification.message} <RelativeTime at={verification.at} /> ·{' '}
                <Link to={to(`/jobs/${verification.job_id}`)}>{t('audit.showJob')}</Link>
              </Text>
            )}
          </div>
          {head !== null && (
            <div>
              <Text size="xs" c="dimmed">
                {t('audit.head')}
              </Text>
              <Code block>{head}</Code>
            </div>
          )}
          {verify.isError && <ProblemAlert error={verify.error} />}
          {context.client_scope.mode === 'all' && (
            <Button loading={verify.isPending} disabled={verification?.state === 'running'} onClick={() => verify.mutate()}>
              {t('audit.verify')}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
