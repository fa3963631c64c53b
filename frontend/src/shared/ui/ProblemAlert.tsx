import { Alert, Button, Group, Text } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertOctagon } from './icons';
import { problemDetail, problemReference, problemTitle } from './problemText';

interface ProblemAlertProps {
  error: unknown;
  onRetry?: () => void;
}

export function ProblemAlert({ error, onRetry }: ProblemAlertProps) {
  const t = useT();
  const detail = problemDetail(error);
  const reference = problemReference(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertOctagon size={18} aria-hidden />} title={problemTitle(error)}>
      {detail !== null && <Text size="sm">{detail}</Text>}
      {(onRetry !== undefined || reference !== null) && (
        <Group gap="md" mt={6}>
          {onRetry !== undefined && (
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )}
          {reference !== null && (
            <Text size="xs" c="dimmed">
              {t('problem.reference', { reference })}
            </Text>
          )}
        </Group>
      )}
    </Alert>
  );
}
