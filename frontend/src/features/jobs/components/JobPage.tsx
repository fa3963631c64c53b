import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { apiLink } from '@/shared/api/client';
import { isEnded } from '@/shared/api/jobState';
import type { Job } from '@/shared/api/types';
import { jobCenter } from '@/shared/i18n/en/jobCenter';
import { formatBytes, formatNumber } from '@/shared/i18n/format';
import { addMessages, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { PageWait } from '@/shared/ui/PageWait';
import { useUndo } from '@/shared/undo/UndoProvider';
import { placeInList } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { jobQuery, useCancelJob, useRetryJob } from '../api/jobQueries';
import { counterLabel, jobStateLabel, phaseLabel } from '../jobLabels';
import { JobConflicts } from './JobConflicts';
import { JobErrors } from './JobErrors';
import { JobFacts, JobLog } from './JobFacts';
import classes from './JobPage.module.css';
import { JobProgress } from './JobProgress';

addMessages(jobCenter);

export function JobPage() {
  const t = useT();
  const { jobId = '' } = useParams();
  const { slug, to } = useTenant();
  const job = useQuery(jobQuery(slug, jobId));
  const list = { label: t('jobs.title'), to: placeInList(to('/jobs'), jobId) };
  if (job.data === undefined) return <PageWait title={t('jobs.title')} path={[list]} needs={[job]} />;
  return (
    <PageFrame
      title={job.data.title}
      path={[list, { label: job.data.title }]}
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
      {job.can_cancel && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          {t('jobs.cancel')}
        </Button>
      )}
      {job.can_retry && (
        <Button loading={retry.isPending} onClick={() => retry.mutate(job.id, { onSuccess: (next) => void navigate(to(`/jobs/${next.id}`)) })}>
          {t(hasRest(job) ? 'jobs.retryRest' : 'jobs.retry')}
        </Button>
      )}
    </>
  );
}

function JobBody({ job }: { job: Job }) {
  const t = useT();
  const counters = Object.entries(job.counters).sort(([a], [b]) => placeOf(a) - placeOf(b));
  const ended = isEnded(job);
  return (
    <>
      <Group gap="md" mb="md">
        <StatusBadge tone={jobTone(job.state)}>{jobStateLabel(t, job.state)}</StatusBadge>
        {!ended && (job.is_stopping || job.phase !== null) && (
          <Text size="sm" c="dimmed">
            {job.is_stopping ? t('jobs.stopping') : phaseLabel(t, job.phase ?? '')}
          </Text>
        )}
      </Group>
      {job.state === 'interrupted' && <Text mb="md">{t('jobs.interruptedHelp')}</Text>}
      {job.message !== null && <Text mb="md">{job.message}</Text>}
      {(!ended || (job.progress.total ?? 0) > 0) && <JobProgress job={job} left={timeLeft(t, job)} />}
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
      <JobConflicts job={job} />
      <JobFacts job={job} />
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
      <JobErrors jobId={job.id} live={!ended} />
      <JobLog job={job} />
    </>
  );
}

/** What every job counts comes first, then what its kind counts besides. */
const FIRST = ['total', 'done', 'skipped', 'failed', 'pending'];
const placeOf = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

function timeLeft(t: Translate, job: Job): string | undefined {
  const seconds = job.seconds_left;
  if (seconds === null || isEnded(job)) return undefined;
  return seconds < 90 ? t('jobs.secondsLeft', { count: seconds }) : t('jobs.minutesLeft', { count: Math.round(seconds / 60) });
}

/** Of what was counted something was never reached, or did not work. */
const hasRest = ({ counters }: Job): boolean => (counters['done'] ?? 0) < (counters['total'] ?? 0);
