import { useState, type SubmitEvent } from 'react';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useSecondFactor } from '../api/authQueries';

interface SecondFactorFormProps {
  onSignedIn: () => void;
  onBack: () => void;
}

export function SecondFactorForm({ onSignedIn, onBack }: SecondFactorFormProps) {
  const t = useT();
  const check = useSecondFactor();
  const [code, setCode] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    check.mutate(code.trim(), { onSuccess: onSignedIn });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('auth.secondFactorHelp')}
        </Text>
        {check.isError && <ProblemAlert error={check.error} />}
        <TextInput
          label={t('auth.code')}
          name="code"
          autoComplete="one-time-code"
          data-autofocus
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" fullWidth loading={check.isPending}>
          {t('auth.verify')}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {t('common.back')}
        </Button>
      </Stack>
    </form>
  );
}
