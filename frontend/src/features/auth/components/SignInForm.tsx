import { useState, type SubmitEvent } from 'react';
import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { API_BASE } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { authMethodsQuery, useLogin } from '../api/authQueries';
import { SecondFactorForm } from './SecondFactorForm';

interface SignInFormProps {
  /** Who was signed in, when only the session ran out. */
  email?: string;
  onSignedIn: () => void;
}

export function SignInForm({ email: knownEmail, onSignedIn }: SignInFormProps) {
  const t = useT();
  const methods = useQuery(authMethodsQuery);
  const login = useLogin();
  const [email, setEmail] = useState(knownEmail ?? '');
  const [password, setPassword] = useState('');

  if (login.data?.status === 'second_factor') {
    return <SecondFactorForm onSignedIn={onSignedIn} onBack={() => login.reset()} />;
  }

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    login.mutate(
      { email: email.trim(), password },
      { onSuccess: (answer) => answer.status === 'signed_in' && onSignedIn() },
    );
  };
  const providers = methods.data?.oidc ?? [];

  return (
    <Stack gap="md">
      {login.isError && <ProblemAlert error={login.error} />}
      {methods.data?.password !== false && (
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label={t('auth.email')}
              type="email"
              name="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('auth.password')}
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="md" fullWidth loading={login.isPending}>
              {t('auth.signIn')}
            </Button>
          </Stack>
        </form>
      )}
      {providers.length > 0 && <Divider label={t('auth.or')} />}
      {providers.map((provider) => (
        <Button
          key={provider.id}
          component="a"
          href={`${API_BASE}/auth/oidc/${encodeURIComponent(provider.id)}/start`}
          variant="default"
          size="md"
          fullWidth
        >
          {t('auth.continueWith', { provider: provider.label })}
        </Button>
      ))}
    </Stack>
  );
}
