import { Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { notificationKindsQuery, useChooseKind } from '../api/notificationKinds';
import classes from './Settings.module.css';

/** What the bell tells one person; what is switched off is told to nobody else either. */
export function NotificationKinds() {
  const t = useT();
  const { slug } = useTenant();
  const kinds = useQuery(notificationKindsQuery(slug));
  const choose = useChooseKind(slug);
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="told-title">
      <Title order={2} id="told-title">
        {t('told.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('told.intro')}
      </Text>
      {kinds.isPending && <Loading />}
      {kinds.isError && <ProblemAlert error={kinds.error} onRetry={() => void kinds.refetch()} />}
      {choose.isError && <ProblemAlert error={choose.error} />}
      <Stack gap="sm" mt="sm">
        {kinds.data?.map(({ kind, is_on }) => (
          <Switch
            key={kind}
            label={t(`told.${kind}`)}
            description={t(`told.${kind}.help`)}
            checked={is_on}
            onChange={(event) => choose.mutate({ kind, is_on: event.currentTarget.checked })}
          />
        ))}
      </Stack>
    </Paper>
  );
}
