import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import classes from './Undo.module.css';
import { UndoConflicts } from './UndoConflicts';
import { undoPreviewQuery, useUndoImport, type Undo, type Undoable, type UndoPreview } from '../../api/undoQueries';

interface UndoDialogProps {
  title: string;
  of: Undoable;
  onClose: () => void;
  onStarted: (undo: Undo) => void;
}

/** What undoing would restore, what was changed since and stays, and why the rest can't: before anything is written. */
export function UndoDialog({ title, of, onClose, onStarted }: UndoDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const preview = useQuery(undoPreviewQuery(slug, of));
  const undo = useUndoImport(slug, of.importId);
  const [force, setForce] = useState(false);
  const found = preview.data;
  const count = found === undefined ? 0 : found.restorable + (force ? found.changed_since : 0);
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <Stack gap="md">
        {preview.isPending && <Loading />}
        {preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
        {found !== undefined && <Preview found={found} force={force} onForce={setForce} />}
        {undo.isError && <ProblemAlert error={undo.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            data-autofocus
            loading={undo.isPending}
            disabled={found === undefined || count === 0}
            onClick={() => undo.mutate({ conflicts: force ? 'force' : 'leave' }, { onSuccess: onStarted })}
          >
            {t('importUndo.confirm', { count })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Preview({ found, force, onForce }: { found: UndoPreview; force: boolean; onForce: (force: boolean) => void }) {
  const t = useT();
  const removed = found.samples.some((sample) => sample.action === 'remove');
  return (
    <>
      <Text size="sm" role="status">
        {t('importUndo.canUndo', { count: found.restorable, total: found.objects })} {removed && t('importUndo.removes')}
      </Text>
      {found.changed_since > 0 && (
        <Radio.Group label={t('importUndo.changedSince', { count: found.changed_since })} value={force ? 'force' : 'leave'} onChange={(value) => onForce(value === 'force')}>
          <Stack gap={6} mt={6}>
            <Radio value="leave" label={t('importUndo.leave', { count: found.changed_since })} />
            <Radio value="force" label={t('importUndo.force', { count: found.changed_since })} />
          </Stack>
        </Radio.Group>
      )}
      {found.conflicts.length > 0 && <UndoConflicts conflicts={found.conflicts} />}
      {(found.reasons.length > 0 || found.hidden > 0) && (
        <ul className={classes['reasons']}>
          {found.reasons.map((reason) => (
            <li key={reason.code}>{t('importUndo.reason', { count: reason.count, message: reason.message })}</li>
          ))}
          {found.hidden > 0 && <li>{t('importUndo.hidden', { count: found.hidden })}</li>}
        </ul>
      )}
      {found.clients.length > 1 && (
        <Text size="xs" c="dimmed">
          {t('importUndo.clients', { clients: found.clients.map((client) => `${client.label} (${String(client.objects)})`).join(', ') })}
        </Text>
      )}
    </>
  );
}
