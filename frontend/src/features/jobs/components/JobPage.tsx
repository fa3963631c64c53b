import { Anchor, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { apiLink } from '@/shared/api/client';
import { isEnded } from '@/shared/api/jobState';
import type { Job } from '@/shared/api/types';
import { formatBytes, formatDateTime, formatNumber } from '@/shared/i18n/format';
import { isMessageKey, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { useUndo } from '@/shared/undo/UndoProvider';
import { Loading } from '@/shared/ui/Loading';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { jobQuery, useCancelJob, useRetryJob } from '../api/jobQueries';
import { jobStateLabel } from '../jobLabels';
import { JobErrors } from './JobErrors';
import classes from './JobPage.module.css';
import { JobProgress } from './JobProgress';

export function JobPage() {
  const t = useT();
  const { jobId = '' } = useParams();
  const { slug, to } = useTenant();
  const job = useQuery(jobQuery(slug, jobId));
  if (job.isPending) return <Loading />;
  if (job.isError) return <ProblemAlert error={job.error} onRetry={() => void job.refetch()} />;
  return (
    <PageFrame
      title={job.data.title}
      trail={
        <Anchor component={Link} to={to('/jobs')} size="xs">
          {t('jobs.title')}
        </Anchor>
      }
      actions={<JobActions job={job.data} />}
    >
      <JobBody job={job.data} />
    </PageFrame>
  );
}

function JobActions({ job }: { job: Job }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to, can } = useTenant();
  const cancel = useCancelJob(slug);
  const retry = useRetryJob(slug);
  const undo = useUndo();
  const { change_set_id: changeSet } = job;
  return (
    <>
      {changeSet !== null && isEnded(job) && can('assets:write') && (
        <Button variant="default" onClick={() => undo.review({ changeSet, what: job.title })}>
          {t('undo.undo')}
        </Button>
      )}
      {can('settings:manage') && changeSet !== null && (
        <Button component={Link} to={to(`/audit?job=${job.id}`)} variant="default">
          {t('jobs.audit')}
        </Button>
      )}
      {(cancel.error ?? retry.error) !== null && <ProblemAlert error={cancel.error ?? retry.error} />}
      {job.can_cancel && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          {t('jobs.cancel')}
        </Button>
      )}
      {job.can_retry && (
        <Button loading={retry.isPending} onClick={() => retry.mutate(job.id, { onSuccess: (next) => void navigate(to(`/jobs/${next.id}`)) })}>
          {t('jobs.retry')}
        </Button>
      )}
    </>
  );
}

function JobBody({ job }: { job: Job }) {
  const t = useT();
  const counters = Object.entries(job.counters);
  return (
    <>
      <Group gap="md" mb="md">
        <StatusBadge tone={jobTone(job.state)}>{jobStateLabel(t, job.state)}</StatusBadge>
        {job.phase !== null && !isEnded(job) && (
          <Text size="sm" c="dimmed">
            {job.phase}
          </Text>
        )}
      </Group>
      {job.state === 'interrupted' && <Text mb="md">{t('jobs.interruptedHelp')}</Text>}
      {job.message !== null && <Text mb="md">{job.message}</Text>}
      <JobProgress job={job} />
      {counters.length > 0 && (
        <dl className={classes['counters']}>
          {counters.map(([name, value]) => (
            <div key={name} className={classes['counter']}>
              <dt>{counterLabel(t, name)}</dt>
              <dd className="qd-nums">{formatNumber(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <dl className={classes['facts']}>
        <dt>{t('jobs.startedBy')}</dt>
        <dd>{job.started_by.label}</dd>
        <dt>{t('jobs.created')}</dt>
        <dd>{formatDateTime(job.created_at)}</dd>
        {job.finished_at !== null && (
          <>
            <dt>{t('jobs.finished')}</dt>
            <dd>{formatDateTime(job.finished_at)}</dd>
          </>
        )}
      </dl>
      {job.artefacts.length > 0 && (
        <Group gap="sm" my="md">
          {job.artefacts.map((artefact) => (
            <Button
              key={artefact.id}
              component="a"
              href={apiLink(`/files/${artefact.id}/content`)}
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {artefact.name} ({formatBytes(artefact.size)})
            </Button>
          ))}
        </Group>
      )}
      <JobErrors jobId={job.id} live={!isEnded(job)} />
    </>
  );
}

function counterLabel(t: ReturnType<typeof useT>, name: string): string {
  const key = `counter.${name}`;
  return isMessageKey(key) ? t(key) : name.replace(/_/g, ' ');
}
