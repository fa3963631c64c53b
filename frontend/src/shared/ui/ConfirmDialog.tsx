import type { ReactNode } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { Dialog } from './Dialog';
import { ProblemAlert } from './ProblemAlert';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** The verb with its object: "Delete asset", never "OK". */
  confirm: string;
  pending: boolean;
  /** Something has to be typed first. */
  blocked?: boolean;
  error: unknown;
  /** Something is brought back or made, and nothing is lost. */
  harmless?: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, confirm, pending, blocked = false, error, harmless = false, children, onConfirm, onClose } = props;
  const t = useT();
  if (!opened) return null;
  return (
    <Dialog onClose={onClose} title={title} size="sm">
      <Stack gap="md">
        {error !== null && error !== undefined && <ProblemAlert error={error} />}
        <Text size="sm" component="div">
          {children}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button {...(harmless ? {} : { color: 'red' })} loading={pending} disabled={blocked} onClick={onConfirm}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
