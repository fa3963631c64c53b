import { useState } from 'react';
import { Alert, Button, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { isEnded } from '@/shared/api/jobState';
import type { Job } from '@/shared/api/types';
import { CHANGED_MEANWHILE, retryWith } from '@/shared/conflicts/bulkConflicts';
import { BulkConflictsDialog } from '@/shared/conflicts/BulkConflictsDialog';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconAlertTriangle } from '@/shared/ui/icons';
import { jobProblemsQuery } from '../api/jobQueries';

/** What the job left because somebody had changed it meanwhile: left is what stays, overwriting is a step away. */
export function JobConflicts({ job }: { job: Job }) {
  const { slug, can } = useTenant();
  const isBulk = job.kind === 'bulk.change';
  const asks = isEnded(job) && can('assets:write') && can('jobs:write') && job.can_retry;
  const problems = useQuery({ ...jobProblemsQuery(slug, job.id), enabled: asks && isBulk });
  const count = isBulk ? (problems.data?.items.find((each) => each.code === CHANGED_MEANWHILE)?.count ?? 0) : job.kind === 'undo' ? (job.counters['left'] ?? 0) : 0;
  if (!asks || count === 0) return null;
  return isBulk ? <OfBulk job={job} count={count} /> : <OfUndo job={job} count={count} />;
}

interface LeftProps {
  job: Job;
  count: number;
}

function Left({ text, button, onAct }: { text: string; button: string; onAct: () => void }) {
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} my="md">
      <Text size="sm" mb={8}>
        {text}
      </Text>
      <Button size="compact-md" variant="default" onClick={onAct}>
        {button}
      </Button>
    </Alert>
  );
}

function OfBulk({ job, count }: LeftProps) {
  const t = useT();
  const navigate = useNavigate();
  const { to } = useTenant();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Left text={t('jobs.changedMeanwhile', { count })} button={t('jobs.decide')} onAct={() => setOpen(true)} />
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
    </>
  );
}

function OfUndo({ job, count }: LeftProps) {
  const t = useT();
  const navigate = useNavigate();
  const { to } = useTenant();
  const [asking, setAsking] = useState(false);
  const retrying = useMutation({
    mutationFn: () => retryWith(job.id, { conflicts: 'overwrite' }),
    onSuccess: (next) => void navigate(to(`/jobs/${next.id}`)),
  });
  return (
    <>
      <Left text={t('jobs.undoLeft', { count })} button={t('jobs.overwriteLeft')} onAct={() => setAsking(true)} />
      <ConfirmDialog
        opened={asking}
        title={t('jobs.overwriteTitle', { count })}
        confirm={t('jobs.overwrite', { count })}
        pending={retrying.isPending}
        error={retrying.error}
        onClose={() => setAsking(false)}
        onConfirm={() => retrying.mutate()}
      >
        {t('jobs.overwriteHelp')}
      </ConfirmDialog>
    </>
  );
}
