import { useEffect, useState, type SubmitEvent } from 'react';
import { Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import { useT } from '@/shared/i18n/i18n';
import { useSession, useSessionRestart } from '@/shared/session/session';
import { BrandMark } from '@/shared/ui/BrandMark';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useLogin } from '../api/authQueries';
import classes from './LoginPage.module.css';

/**
 * Where the link of an invitation leads. Its secret stands behind the #, so that no server's log ever holds it. A new
 * account chooses its password here; an existing one proves itself by its session or its password.
 */
export function AcceptInvitationPage() {
  const t = useT();
  const session = useSession();
  const { hash } = useLocation();
  const token = hash.slice(1);

  useEffect(() => {
    document.title = `${t('invitation.title')} · Quarterdeck`;
  }, [t]);

  return (
    <main className={classes['page']}>
      <div className={classes['column']}>
        <div className={classes['brand']}>
          <BrandMark size={36} />
          <div>
            <Title order={1}>{t('invitation.title')}</Title>
            <Text size="sm" c="dimmed">
              {t('invitation.subtitle')}
            </Text>
          </div>
        </div>
        <Paper p={24}>
          {session.isPending && <Loading />}
          {!session.isPending && (token === '' ? <Spent /> : <Acceptance key={token} token={token} email={session.data?.user.email ?? null} />)}
        </Paper>
      </div>
    </main>
  );
}

function Spent() {
  const t = useT();
  return (
    <Stack gap="md" role="alert">
      <Text fw={600}>{t('invitation.spent')}</Text>
      <Text size="sm">{t('invitation.spentHelp')}</Text>
      <Button component={Link} to="/" variant="default">
        {t('invitation.goToSignIn')}
      </Button>
    </Stack>
  );
}

const MIN_PASSWORD = 12;

/** `email` is whoever is signed in on this device; the invitation may be for somebody else. */
function Acceptance({ token, email }: { token: string; email: string | null }) {
  const t = useT();
  const navigate = useNavigate();
  const restart = useSessionRestart();
  const [other, setOther] = useState(false);
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: (secret: string | null) =>
      unwrap(api.POST('/auth/accept-invitation', { body: { token, ...(secret === null ? {} : { password: secret }) } })),
  });
  const login = useLogin();
  const bySession = email !== null && !other;
  const finish = async (invited: string): Promise<void> => {
    // Who has just proved or chosen a password need not type it again, unless a second factor is asked for.
    const isIn = bySession || (await login.mutateAsync({ email: invited, password }).catch(() => null))?.status === 'signed_in';
    if (isIn) await restart();
    await navigate(isIn ? '/' : '/login', { replace: true, state: { email: invited } });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    accept.mutate(bySession ? null : password, { onSuccess: (accepted) => void finish(accepted.email) });
  };
  if (isProblem(accept.error) && accept.error.code === 'invitation_not_found') return <Spent />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {accept.isError && <ProblemAlert error={accept.error} />}
        {bySession ? (
          <Text size="sm">{t('invitation.asYou', { email })}</Text>
        ) : (
          <PasswordInput
            label={t('invitation.password')}
            description={t('invitation.passwordHelp', { count: MIN_PASSWORD })}
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        <Button type="submit" size="md" fullWidth loading={accept.isPending || accept.isSuccess}>
          {t('invitation.accept')}
        </Button>
        {email !== null && (
          <Button variant="subtle" onClick={() => setOther((before) => !before)}>
            {other ? t('invitation.useSession', { email }) : t('invitation.someoneElse')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
