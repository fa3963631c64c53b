import { Anchor, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Job } from '@/shared/api/types';
import { formatDateTime, formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { inputLabel, phaseLabel } from '../jobLabels';
import classes from './JobPage.module.css';

/** Who started it, when and with what, and the job that it repeats. */
export function JobFacts({ job }: { job: Job }) {
  const t = useT();
  const { to } = useTenant();
  const { import: imported, ...inputs } = job.inputs;
  const repeated = job.links['retry_of']?.split('/').at(-1);
  return (
    <dl className={classes['facts']}>
      <dt>{t('jobs.startedBy')}</dt>
      <dd>
        <bdi>{job.started_by.label}</bdi>
      </dd>
      <dt>{t('jobs.created')}</dt>
      <dd>{formatDateTime(job.created_at)}</dd>
      {job.finished_at !== null && (
        <>
          <dt>{t('jobs.finished')}</dt>
          <dd>{formatDateTime(job.finished_at)}</dd>
        </>
      )}
      {Object.entries(inputs).map(([name, text]) => (
        <Input key={name} label={inputLabel(t, name)} text={text} />
      ))}
      <dt>{t('jobs.reference')}</dt>
      <dd>
        <code>{job.id}</code>
      </dd>
      {(repeated !== undefined || imported !== undefined) && (
        <dd className={classes['links']}>
          {repeated !== undefined && (
            <Anchor component={Link} to={to(`/jobs/${repeated}`)} size="sm">
              {t('jobs.again')}
            </Anchor>
          )}
          {imported !== undefined && (
            <Anchor component={Link} to={to(`/imports/${imported}`)} size="sm">
              {t('jobs.import')}
            </Anchor>
          )}
        </dd>
      )}
    </dl>
  );
}

function Input({ label, text }: { label: string; text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <bdi>{text}</bdi>
      </dd>
    </>
  );
}

/** Each phase, interruption and end, with when it was and how much was done by then. */
export function JobLog({ job }: { job: Job }) {
  const t = useT();
  if (job.log.length === 0) return null;
  return (
    <section aria-label={t('jobs.log')} className={classes['log']}>
      <Title order={2}>{t('jobs.log')}</Title>
      <ol>
        {job.log.map((step, place) => (
          <li key={`${step.at}:${String(place)}`} data-event={step.event}>
            <time dateTime={step.at}>{formatDateTime(step.at)}</time>
            <span>{eventText(t, step)}</span>
            {step.done > 0 && step.event !== 'ended' && <span className={`${classes['reached'] ?? ''} qd-nums`}>{t('jobs.reached', { count: formatNumber(step.done) })}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function eventText(t: Translate, step: Job['log'][number]): string {
  switch (step.event) {
    case 'phase':
      return t('jobs.event.phase', { phase: phaseLabel(t, step.text ?? '') });
    case 'cancel_asked':
      return t('jobs.event.cancel_asked', { who: step.text ?? '' });
    case 'ended':
      return step.text === null ? t('jobs.event.ended') : `${t('jobs.event.ended')}: ${step.text}`;
    default:
      return t(`jobs.event.${step.event}`);
  }
}
