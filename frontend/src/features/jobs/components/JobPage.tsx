import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { apiLink } from '@/shared/api/client';
import { isEnded } from '@/shared/api/jobState';
import type { ChangeSet, Job } from '@/shared/api/types';
import { jobCenter } from '@/shared/i18n/en/jobCenter';
import { formatBytes, formatNumber } from '@/shared/i18n/format';
import { addMessages, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { PageWait } from '@/shared/ui/PageWait';
import { Undone } from '@/shared/undo/Undone';
import { useUndo } from '@/shared/undo/UndoProvider';
import { placeInList } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { jobQuery, useCancelJob, useRetryJob } from '../api/jobQueries';
import { counterLabel, jobStateText, phaseLabel } from '../jobLabels';
import { useJobChangeSet, useUndecided, type Undecided } from '../useUndecided';
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
  return <Shown job={job.data} list={list} />;
}

function Shown({ job, list }: { job: Job; list: { label: string; to: string } }) {
  const changeSet = useJobChangeSet(job);
  const undecided = useUndecided(job, changeSet);
  return (
    <PageFrame title={job.title} path={[list, { label: job.title }]} actions={<JobActions job={job} changeSet={changeSet} undecided={undecided} />}>
      <JobBody job={job} changeSet={changeSet} undecided={undecided} />
    </PageFrame>
  );
}

interface ShownProps {
  job: Job;
  changeSet: ChangeSet | null;
  undecided: Undecided;
}

function JobActions({ job, changeSet, undecided }: ShownProps) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to, can } = useTenant();
  const cancel = useCancelJob(slug);
  const retry = useRetryJob(slug);
  const undo = useUndo();
  const again = changeSet !== null && changeSet.undoes !== null;
  // What was left for somebody to decide about would only be left again.
  const retries = job.can_retry && (undecided.count === 0 || undecided.count < unfinished(job));
  return (
    <>
      {changeSet?.can_undo === true && changeSet.objects > 0 && can('assets:write') && (
        <Button variant="default" onClick={() => undo.review({ changeSet: changeSet.id, what: undecided.undoes?.reason ?? job.title, again })}>
          {t(again ? 'undo.redo' : 'undo.undo')}
        </Button>
      )}
      {can('settings:manage') && job.change_set_id !== null && (
        <Button component={Link} to={to(`/audit?job=${job.id}`)} variant="default">
          {t('jobs.audit')}
        </Button>
      )}
      {job.can_cancel && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          {t('jobs.cancel')}
        </Button>
      )}
      {retries && (
        <Button loading={retry.isPending} onClick={() => retry.mutate(job.id, { onSuccess: (next) => void navigate(to(`/jobs/${next.id}`)) })}>
          {t(hasRest(job) ? 'jobs.retryRest' : 'jobs.retry')}
        </Button>
      )}
    </>
  );
}

function JobBody({ job, changeSet, undecided }: ShownProps) {
  const t = useT();
  const ended = isEnded(job);
  const counters = Object.entries(job.counters)
    .filter(([name, value]) => value > 0 || FIRST.includes(name))
    .sort(([a], [b]) => placeOf(a) - placeOf(b));
  return (
    <>
      <Group gap="md" mb="md">
        <StatusBadge tone={jobTone(job.state)}>{jobStateText(t, job)}</StatusBadge>
        {!ended && (job.is_stopping || job.phase !== null) && (
          <Text size="sm" c="dimmed">
            {job.is_stopping ? t('jobs.stopping') : phaseLabel(t, job.phase ?? '')}
          </Text>
        )}
      </Group>
      {job.state === 'interrupted' && <Text mb="md">{t('jobs.interruptedHelp')}</Text>}
      {job.message !== null && <Text mb="md">{job.message}</Text>}
      {job.state === 'failed' && <Text mb="md">{t(job.can_retry ? 'jobs.failedHelp' : 'jobs.failedTell')}</Text>}
      {changeSet !== null && (
        <div className={classes['standing']}>
          <Undone set={changeSet} />
        </div>
      )}
      {(!ended || (job.progress.total ?? 0) > 0) && <JobProgress job={job} left={timeLeft(t, job)} />}
      {counters.length > 0 && (
        <dl className={classes['counters']}>
          {counters.map(([name, value]) => (
            <div key={name} className={classes['counter']}>
              <dt>{ended && name === 'pending' ? t('jobs.notReached') : counterLabel(t, name)}</dt>
              <dd className="qd-nums">{formatNumber(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <JobConflicts job={job} undecided={undecided} />
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

const unfinished = ({ counters }: Job): number => (counters['total'] ?? 0) - (counters['done'] ?? 0);

/** Of what was counted something was never reached, or did not work. */
const hasRest = (job: Job): boolean => unfinished(job) > 0;
