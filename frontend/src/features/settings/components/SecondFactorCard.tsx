import { useState, type SubmitEvent } from 'react';
import { Anchor, Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { sessionKey, useSession } from '@/shared/session/session';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ScanCode } from '@/shared/ui/ScanCode';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { useConfirmEnrolment, useEnrol, useRemoveSecondFactor } from '../api/accountMutations';
import classes from './Settings.module.css';

export function SecondFactorCard() {
  const t = useT();
  const session = useSession();
  const queryClient = useQueryClient();
  const enrol = useEnrol();
  const confirm = useConfirmEnrolment();
  const isOn = session.data?.user.has_second_factor === true;
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: sessionKey });

  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="factor-title">
      <Group gap="sm">
        <Title order={2} id="factor-title">
          {t('account.secondFactor')}
        </Title>
        <StatusBadge tone={isOn ? 'success' : 'neutral'}>{isOn ? t('account.on') : t('account.off')}</StatusBadge>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t('account.secondFactorHelp')}
      </Text>
      {(enrol.error ?? confirm.error) !== null && <ProblemAlert error={enrol.error ?? confirm.error} />}
      {confirm.data !== undefined ? (
        <RecoveryCodes
          codes={confirm.data.recovery_codes}
          onDone={() => {
            confirm.reset();
            enrol.reset();
            refresh();
          }}
        />
      ) : enrol.data !== undefined ? (
        <ConfirmForm
          secret={enrol.data.secret}
          uri={enrol.data.otpauth_uri}
          pending={confirm.isPending}
          onConfirm={(code) => confirm.mutate(code)}
        />
      ) : isOn ? (
        <RemoveForm onRemoved={refresh} />
      ) : (
        <Button variant="default" loading={enrol.isPending} onClick={() => enrol.mutate()}>
          {t('account.setUp')}
        </Button>
      )}
    </Paper>
  );
}

interface ConfirmFormProps {
  secret: string;
  uri: string;
  pending: boolean;
  onConfirm: (code: string) => void;
}

function ConfirmForm({ secret, uri, pending, onConfirm }: ConfirmFormProps) {
  const t = useT();
  const [code, setCode] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onConfirm(code.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('account.addToApp')}</Text>
        <ScanCode kind="qrcode" text={uri} label={t('account.scanWithApp')} className={classes['scan']} />
        {/^otpauth:\/\//.test(uri) && (
          <Anchor href={uri} size="sm">
            {t('account.openApp')}
          </Anchor>
        )}
        <Text size="sm">{t('account.orType')}</Text>
        <code className={classes['secret']}>{secret.replace(/(.{4})/g, '$1 ').trim()}</code>
        <TextInput
          label={t('auth.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          {t('account.confirmCode')}
        </Button>
      </Stack>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useT();
  return (
    <Stack gap="sm">
      <Text size="sm">{t('account.recoveryHelp')}</Text>
      <ul className={classes['codes']} aria-label={t('account.recoveryCodes')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={onDone} style={{ alignSelf: 'flex-start' }}>
        {t('account.codesStored')}
      </Button>
    </Stack>
  );
}

function RemoveForm({ onRemoved }: { onRemoved: () => void }) {
  const t = useT();
  const remove = useRemoveSecondFactor();
  const [password, setPassword] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    remove.mutate(password, { onSuccess: onRemoved });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {remove.isError && <ProblemAlert error={remove.error} />}
        <PasswordInput
          label={t('account.confirmPassword')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" color="red" loading={remove.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('account.turnOff')}
        </Button>
      </Stack>
    </form>
  );
}
