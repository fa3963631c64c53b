import { Alert, Button, Group, Text } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
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
  // The role would have to change first.
  const mayRetry = onRetry !== undefined && !(isProblem(error) && error.status === 403);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertOctagon size={18} aria-hidden />} title={problemTitle(error)}>
      {detail !== null && <Text size="sm">{detail}</Text>}
      {(mayRetry || reference !== null) && (
        <Group gap="md" mt={6}>
          {mayRetry && (
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
