import { useState } from 'react';
import { Alert, Button, Text } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { Job } from '@/shared/api/types';
import { BulkConflictsDialog } from '@/shared/conflicts/BulkConflictsDialog';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle } from '@/shared/ui/icons';
import { useUndo } from '@/shared/undo/UndoProvider';
import type { Undecided } from '../useUndecided';

/** What the job left because somebody had changed it meanwhile: left is what stays, overwriting is a look away. */
export function JobConflicts({ job, undecided: { count, undoes } }: { job: Job; undecided: Undecided }) {
  const t = useT();
  const navigate = useNavigate();
  const { to } = useTenant();
  const undo = useUndo();
  const [open, setOpen] = useState(false);
  if (count === 0) return null;
  const look = (): void => {
    if (undoes === null) setOpen(true);
    else undo.review({ changeSet: undoes.id, what: undoes.reason ?? t('undo.change') });
  };
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} my="md">
      <Text size="sm" mb={8}>
        {t(undoes === null ? 'jobs.changedMeanwhile' : 'jobs.undoLeft', { count })}
      </Text>
      <Button size="compact-md" variant="default" onClick={look}>
        {t('jobs.decide')}
      </Button>
      {open && (
        <BulkConflictsDialog
          job={job}
          onStarted={(next) => {
            setOpen(false);
            void navigate(to(`/jobs/${next.id}`));
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Alert>
  );
}
