import type { ReactNode } from 'react';
import { Anchor, Button, Progress } from '@mantine/core';
import { Link } from 'react-router';
import type { WizardImport } from '@/shared/api/importTypes';
import type { Job } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useCancelImport, useImportJob, type JobPace } from '../api/useImportJob';
import classes from './Wizard.module.css';

interface JobProgressProps {
  record: WizardImport;
  cancelLabel?: string;
  /** Drawn from the job's live numbers. */
  children?: (job: Job) => ReactNode;
}

/** What the server is doing with the file: phase, rows, pace and time left, in words and as a bar. */
export function JobProgress({ record, cancelLabel, children }: JobProgressProps) {
  const t = useT();
  const { slug, to } = useTenant();
  const pace = useImportJob(slug, record.job_id);
  const cancel = useCancelImport(slug);
  const { job } = pace;
  const total = job?.progress.total ?? 0;
  const done = job?.progress.done ?? 0;
  return (
    <div className={classes['working']}>
      {pace.error !== null && job === undefined && <ProblemAlert error={pace.error} />}
      {cancel.isError && <ProblemAlert error={cancel.error} />}
      <h2 className={classes['workingTitle']} role="status">
        {phaseWords(t, record, job)}
      </h2>
      <Progress
        size={8}
        value={total > 0 ? Math.min(100, (done / total) * 100) : 100}
        animated={total === 0}
        aria-label={t('imports.progress')}
      />
      <p className={classes['workingLine']}>{total > 0 ? paceWords(t, done, total, pace) : readSoFar(t, job)}</p>
      {job !== undefined && children?.(job)}
      <div className={classes['workingFoot']}>
        {job?.can_cancel === true && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            {cancelLabel ?? t('wizard.cancelCheck')}
          </Button>
        )}
        <span>{t('imports.safeToLeave')}</span>
        {record.job_id !== null && (
          <Anchor component={Link} to={to(`/jobs/${record.job_id}`)} size="sm">
            {t('history.job')}
          </Anchor>
        )}
      </div>
    </div>
  );
}

function phaseWords(t: Translate, record: WizardImport, job: Job | undefined): string {
  if (job?.state === 'queued') return t('wizard.phase.queued');
  if (job?.state === 'interrupted') return t('wizard.phase.interrupted');
  switch (job?.phase) {
    case 'reading':
      return t('wizard.phase.reading');
    case 'checking':
      return t('wizard.phase.checking');
    case 'applying':
      return t('wizard.phase.applying');
    case 'finishing':
      return t('wizard.phase.finishing');
    default:
      return record.state === 'uploaded' ? t('wizard.phase.examining') : t('wizard.phase.reading');
  }
}

function readSoFar(t: Translate, job: Job | undefined): string {
  const read = job?.counters['read'];
  return read === undefined ? '' : t('wizard.rowsRead', { count: read });
}

const MINUTE = 60;

function paceWords(t: Translate, done: number, total: number, { perSecond, secondsLeft }: JobPace): string {
  const parts = [t('imports.rowsDone', { done: formatNumber(done), total: formatNumber(total) })];
  if (perSecond !== null) parts.push(t('wizard.perSecond', { rate: formatNumber(Math.max(1, Math.round(perSecond))) }));
  if (secondsLeft !== null) {
    parts.push(
      secondsLeft < MINUTE
        ? t('wizard.secondsLeft', { count: Math.max(1, Math.round(secondsLeft)) })
        : t('wizard.minutesLeft', { count: Math.round(secondsLeft / MINUTE) }),
    );
  }
  return parts.join(' · ');
}
