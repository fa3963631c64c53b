import { useState, type SubmitEvent } from 'react';
import { Button, Paper, PasswordInput, Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useT } from '@/shared/i18n/i18n';
import { FormErrors } from '@/shared/ui/FormErrors';
import { useChangePassword } from '../api/accountMutations';
import { SecondFactorCard } from './SecondFactorCard';
import { SessionsCard } from './SessionsCard';
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
