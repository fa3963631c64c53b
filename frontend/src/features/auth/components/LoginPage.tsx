import { useEffect } from 'react';
import { Paper, Text, Title } from '@mantine/core';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useSessionRestart } from '@/shared/session/session';
import { BrandMark } from '@/shared/ui/BrandMark';
import classes from './LoginPage.module.css';
import { SignInForm } from './SignInForm';

/** Only a path of this console may follow a sign-in: a foreign address would be an open redirect. */
export const safeNext = (next: string | null): string =>
  next !== null && next.startsWith('/') && !/^\/[/\\]/.test(next) && !next.startsWith('/login') ? next : '/';

/** Whose sign-in this is, where the page before knew. */
function knownEmail(state: unknown): string | undefined {
  const email: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'email') : undefined;
  return typeof email === 'string' ? email : undefined;
}

export function LoginPage() {
  const t = useT();
  const navigate = useNavigate();
  const restart = useSessionRestart();
  const [params] = useSearchParams();
  const email = knownEmail(useLocation().state);

  useEffect(() => {
    document.title = `${t('auth.signIn')} · Quarterdeck`;
  }, [t]);

  const enter = async (): Promise<void> => {
    await restart();
    await navigate(safeNext(params.get('next')), { replace: true });
  };

  return (
    <main className={classes['page']}>
      <div className={classes['column']}>
        <div className={classes['brand']}>
          <BrandMark size={36} />
          <div>
            <Title order={1}>{t('auth.title')}</Title>
            <Text size="sm" c="dimmed">
              {t('auth.subtitle')}
            </Text>
          </div>
        </div>
        <Paper p={24}>
          <SignInForm {...(email === undefined ? {} : { email })} onSignedIn={() => void enter()} />
        </Paper>
      </div>
    </main>
  );
}
