import { useMemo } from 'react';
import { Select, Switch } from '@mantine/core';
import { useNavigate, useSearchParams } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import type { Job, JobState } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import { listSource } from '@/shared/grid/listSource';
import type { GridColumn } from '@/shared/grid/types';
import { formatDateTime, formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconListDetails } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { jobStateLabel } from '../jobLabels';

const STATES: readonly JobState[] = ['queued', 'running', 'succeeded', 'partly_succeeded', 'failed', 'cancelled', 'interrupted'];

const KINDS = ['import', 'assets.export', 'bulk.change', 'undo', 'restore', 'audit.export', 'audit.verify'] as const;

export function JobsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to, clientQuery } = useTenant();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state')) ?? null;
  const mine = params.get('mine') === '1';
  const kind = KINDS.find((each) => each === params.get('kind')) ?? null;

  const source = useMemo(
    () =>
      listSource<Job>(JSON.stringify(['jobs', slug, state, mine, kind, clientQuery]), (cursor, limit, signal) =>
        unwrap(
          api.GET('/jobs', {
            params: {
              query: { ...clientQuery, limit, ...(kind === null ? {} : { kind }), ...(cursor ? { cursor } : {}), ...(state === null ? {} : { state: [state] }), ...(mine ? { mine } : {}) },
            },
            signal,
          }),
        ),
      ),
    [slug, state, mine, kind, clientQuery],
  );
  const columns = useMemo(() => jobColumns(t), [t]);
  const set = (key: string, value: string | null): void =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === null) next.delete(key);
      else next.set(key, value);
      return next;
    });

  return (
    <PageFrame
      layout="fill"
      title={t('jobs.title')}
      actions={
        <>
          <Switch label={t('jobs.mine')} checked={mine} onChange={(event) => set('mine', event.currentTarget.checked ? '1' : null)} />
          <Select
            aria-label={t('jobs.kindFilter')}
            placeholder={t('jobs.anyKind')}
            clearable
            w={170}
            data={KINDS.map((item) => ({ value: item, label: t(`jobs.kind.${item}`) }))}
            value={kind}
            onChange={(value) => set('kind', value)}
          />
          <Select
            aria-label={t('jobs.stateFilter')}
            placeholder={t('jobs.anyState')}
            clearable
            w={170}
            data={STATES.map((item) => ({ value: item, label: jobStateLabel(t, item) }))}
            value={state}
            onChange={(value) => set('state', value)}
          />
        </>
      }
    >
      <ListGrid
        module="jobs"
        label={t('jobs.title')}
        source={source}
        columns={columns}
        rowLabel={(job) => job.title}
        onOpen={(job) => void navigate(to(`/jobs/${job.id}`))}
        card={(job) => <JobCard job={job} />}
        empty={
          <Blank icon={<IconListDetails size={22} />} title={t('jobs.none')}>
            {t('jobs.noneHelp')}
          </Blank>
        }
      />
    </PageFrame>
  );
}

function JobCard({ job }: { job: Job }) {
  const t = useT();
  return (
    <span>
      {job.title} <StatusBadge tone={jobTone(job.state)}>{jobStateLabel(t, job.state)}</StatusBadge>
    </span>
  );
}

function progressText(job: Job): string {
  const total = job.progress.total ?? 0;
  return total > 0 ? `${formatNumber(job.progress.done)} / ${formatNumber(total)}` : '';
}

function jobColumns(t: Translate): GridColumn<Job>[] {
  return [
    { id: 'title', label: t('jobs.job'), width: 320, pin: 'left', canHide: false, render: (job) => <bdi>{job.title}</bdi>, text: (job) => job.title },
    {
      id: 'state',
      label: t('jobs.state'),
      width: 140,
      render: (job) => <StatusBadge tone={jobTone(job.state)}>{jobStateLabel(t, job.state)}</StatusBadge>,
      text: (job) => jobStateLabel(t, job.state),
    },
    { id: 'progress', label: t('jobs.progressHead'), width: 140, align: 'right', render: progressText, text: progressText },
    {
      id: 'message',
      label: t('jobs.message'),
      width: 320,
      render: (job) => <bdi>{job.message ?? job.phase ?? ''}</bdi>,
      text: (job) => job.message ?? '',
    },
    {
      id: 'started_by',
      label: t('jobs.startedBy'),
      width: 160,
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
