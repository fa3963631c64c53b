import { Button, Paper, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { useSignOutEverywhere } from '../api/accountMutations';
import { browserName } from '../browserName';
import classes from './Settings.module.css';

const KEY = ['session', 'mine'] as const;

/** Every browser that is signed in as oneself; a forgotten one is ended from here. */
export function SessionsCard() {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const everywhere = useSignOutEverywhere();
  const sessions = useQuery({ queryKey: KEY, queryFn: async ({ signal }) => (await unwrap(api.GET('/auth/sessions', { signal }))).items });
  const end = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/auth/sessions/{id}', { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  const failed = everywhere.error ?? end.error;
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="sessions-title">
      <Title order={2} id="sessions-title">
        {t('account.sessions')}
      </Title>
      {sessions.isPending && <Loading />}
      {sessions.isError && <ProblemAlert error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {failed !== null && <ProblemAlert error={failed} />}
      <ul className={classes['sessions']}>
        {(sessions.data ?? []).map((each) => (
          <li key={each.id}>
            <div>
              <strong title={each.user_agent ?? undefined}>{browserName(each.user_agent) ?? t('account.unknownBrowser')}</strong>{' '}
              {each.is_current && <StatusBadge tone="success">{t('account.thisBrowser')}</StatusBadge>}
              <div className={classes['hint']}>
                {each.ip ?? '—'} · {t('account.lastActive')} <RelativeTime at={each.last_seen_at} />
              </div>
            </div>
            {!each.is_current && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('account.endSession', { name: browserName(each.user_agent) ?? each.ip ?? '' })}
                loading={end.isPending && end.variables === each.id}
                onClick={() => end.mutate(each.id)}
              >
                {t('account.signOut')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed" mb="sm">
        {t('account.sessionsHelp')}
      </Text>
      <Button
        variant="default"
        loading={everywhere.isPending}
        onClick={() =>
          everywhere.mutate(undefined, {
            onSuccess: () => {
              void navigate('/login');
              queryClient.clear();
            },
          })
        }
      >
        {t('account.signOutEverywhere')}
      </Button>
    </Paper>
  );
}
