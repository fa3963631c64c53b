import { useState, type SubmitEvent } from 'react';
import { Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { FormErrors } from '@/shared/ui/FormErrors';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useChangePassword, useSignOutEverywhere } from '../api/accountMutations';
import { SecondFactorCard } from './SecondFactorCard';
import classes from './Settings.module.css';

export function AccountSection() {
  return (
    <>
      <PasswordCard />
      <SecondFactorCard />
      <SessionsCard />
    </>
  );
}

function PasswordCard() {
  const t = useT();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate(
      { current, new: next },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          notifications.show({ message: t('account.passwordChanged') });
        },
      },
    );
  };
  const labels: Record<string, string> = { current: t('account.currentPassword'), new: t('account.newPassword') };
  const toggle = { 'aria-label': t('auth.showPassword') };
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="password-title">
      <Title order={2} id="password-title">
        {t('account.password')}
      </Title>
      <form onSubmit={submit}>
        <Stack gap="md" mt="sm">
          <FormErrors error={change.error} labelOf={(field) => labels[field] ?? field} />
          <PasswordInput
            id="field-current"
            label={t('account.currentPassword')}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={toggle}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            id="field-new"
            label={t('account.newPassword')}
            autoComplete="new-password"
            required
            minLength={12}
            description={t('account.newPasswordHelp')}
            visibilityToggleButtonProps={toggle}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('account.changePassword')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}

function SessionsCard() {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const everywhere = useSignOutEverywhere();
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="sessions-title">
      <Title order={2} id="sessions-title">
        {t('account.sessions')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('account.sessionsHelp')}
      </Text>
      {everywhere.isError && <ProblemAlert error={everywhere.error} />}
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
