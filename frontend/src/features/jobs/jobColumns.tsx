import type { Job } from '@/shared/api/types';
import { isEnded } from '@/shared/api/jobState';
import type { GridColumn } from '@/shared/grid/types';
import { formatDateTime, formatNumber } from '@/shared/i18n/format';
import type { Translate } from '@/shared/i18n/i18n';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import classes from './components/Jobs.module.css';
import { jobStateText, percentOf, phaseLabel } from './jobLabels';

export function progressText(job: Job): string {
  const total = job.progress.total ?? 0;
  return total > 0 ? `${formatNumber(job.progress.done)} / ${formatNumber(total)}` : '';
}

/** While it runs what it is at, then how it ended. */
const message = (t: Translate, job: Job): string =>
  isEnded(job) ? (job.message ?? '') : job.is_stopping ? t('jobs.stopping') : job.phase === null ? '' : phaseLabel(t, job.phase);

export function jobColumns(t: Translate): GridColumn<Job>[] {
  return [
    { id: 'title', label: t('jobs.job'), width: 270, pin: 'left', canHide: false, render: (job) => <bdi>{job.title}</bdi>, text: (job) => job.title },
    {
      id: 'state',
      label: t('jobs.state'),
      width: 140,
      render: (job) => <StatusBadge tone={jobTone(job.state)}>{jobStateText(t, job)}</StatusBadge>,
      text: (job) => jobStateText(t, job),
    },
    {
      id: 'progress',
      label: t('jobs.progressHead'),
      width: 200,
      render: (job) => (
        <span className={classes['meter']}>
          {!isEnded(job) && (
            <span className={classes['bar']} aria-hidden>
              <span style={{ width: `${String(percentOf(job))}%` }} />
            </span>
          )}
          <span className="qd-nums">{progressText(job)}</span>
        </span>
      ),
      text: progressText,
    },
    { id: 'message', label: t('jobs.message'), width: 290, render: (job) => <bdi>{message(t, job)}</bdi>, text: (job) => message(t, job) },
    {
      id: 'started_by',
      label: t('jobs.startedBy'),
      width: 150,
      render: (job) => <bdi>{job.started_by.label}</bdi>,
      text: (job) => job.started_by.label,
    },
    {
      id: 'created',
      label: t('jobs.created'),
      width: 130,
      render: (job) => <RelativeTime at={job.created_at} />,
      text: (job) => formatDateTime(job.created_at),
    },
  ];
}
