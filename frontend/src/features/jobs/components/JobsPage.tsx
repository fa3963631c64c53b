import { useCallback, useMemo } from 'react';
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useNavigate } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import { farther } from '@/shared/api/jobState';
import { followJobs } from '@/shared/api/jobStream';
import { isEnded } from '@/shared/api/jobState';
import type { Job } from '@/shared/api/types';
import type { BlockStore } from '@/shared/grid/BlockStore';
import { ListGrid } from '@/shared/grid/ListGrid';
import { listSource } from '@/shared/grid/listSource';
import { jobCenter } from '@/shared/i18n/en/jobCenter';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { FilterLine } from '@/shared/ui/FilterLine';
import { IconFilterOff, IconListDetails } from '@/shared/ui/icons';
import { useRememberedPlace } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { PageWait } from '@/shared/ui/PageWait';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { jobColumns, progressText } from '../jobColumns';
import { jobStateLabel, jobStateText } from '../jobLabels';
import { JOB_PARTS, KINDS, STATES, TIMES, useJobAddress } from '../useJobAddress';
import classes from './Jobs.module.css';

addMessages(jobCenter);

/** All long work, the newest first, as it moves. */
export function JobsPage() {
  const t = useT();
  return (
    <WithViews module="jobs" names={JOB_PARTS} wait={<PageWait title={t('jobs.title')} needs={[]} />}>
      {(list) => <Jobs list={list} />}
    </WithViews>
  );
}

function Jobs({ list }: { list: ListAddress }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to } = useTenant();
  useRememberedPlace();
  const address = useJobAddress(list);
  const { query, holds } = address;

  const source = useMemo(
    () =>
      listSource<Job>(JSON.stringify(['jobs', slug, query]), (cursor, limit, signal) =>
        unwrap(api.GET('/jobs', { params: { query: { ...query, limit, ...(cursor === undefined ? {} : { cursor }) } }, signal })),
      ),
    [slug, query],
  );
  // What is on screen moves in its place; only a job newer than all of them makes the list be read again.
  const follow = useCallback(
    (store: BlockStore<Job>) =>
      followJobs(
        (job) => {
          if (store.find(job.id) !== undefined) store.patch(job.id, (row) => farther(row, job));
          else if (holds(job) && job.created_at > (store.row(0)?.created_at ?? '')) store.refresh();
        },
        () => store.refresh(),
      ),
    [holds],
  );
  const columns = useMemo(() => jobColumns(t), [t]);

  return (
    <PageFrame layout="fill" title={t('jobs.title')} path={[{ label: t('jobs.title') }]} beside={<ListViews list={list} columns={columns} builtIn={t('views.allJobs')} />}>
      <JobFilters address={address} />
      <ListGrid
        list={list}
        label={t('jobs.title')}
        source={source}
        columns={columns}
        follow={follow}
        rowLabel={(job) => job.title}
        openId={address.open}
        onOpen={(job) => void navigate(to(`/jobs/${job.id}`))}
        card={(job) => <JobCard job={job} />}
        empty={<NoJobs narrowed={address.isNarrowed} onClear={address.clear} />}
      />
    </PageFrame>
  );
}

function JobFilters({ address }: { address: ReturnType<typeof useJobAddress> }) {
  const t = useT();
  const { state, kind, time, whose, choices, set } = address;
  return (
    <FilterLine>
      <SegmentedControl
        size="xs"
        aria-label={t('jobs.whose')}
        data={choices.map((value) => ({ value, label: t(`jobs.whose.${value}`) }))}
        value={whose}
        onChange={(value) => set('whose', value)}
      />
      <Select
        aria-label={t('jobs.stateFilter')}
        placeholder={t('jobs.anyState')}
        clearable
        w={150}
        data={STATES.map((value) => ({ value, label: jobStateLabel(t, value) }))}
        value={state}
        onChange={(value) => set('state', value)}
      />
      <Select
        aria-label={t('jobs.kindFilter')}
        placeholder={t('jobs.anyKind')}
        clearable
        w={170}
        data={KINDS.map((value) => ({ value, label: t(`jobs.kind.${value}`) }))}
        value={kind}
        onChange={(value) => set('kind', value)}
      />
      <Select
        aria-label={t('jobs.timeFilter')}
        placeholder={t('jobs.anyTime')}
        clearable
        w={150}
        data={TIMES.map((value) => ({ value, label: t(`jobs.time.${value}`) }))}
        value={time}
        onChange={(value) => set('time', value)}
      />
    </FilterLine>
  );
}

function JobCard({ job }: { job: Job }) {
  const t = useT();
  const outcome = isEnded(job) ? (job.message ?? '') : progressText(job);
  return (
    <span className={classes['card']}>
      <span className={classes['cardHead']}>
        <bdi className="qd-truncate">{job.title}</bdi>
        <StatusBadge tone={jobTone(job.state)}>{jobStateText(t, job)}</StatusBadge>
      </span>
      <span className={`${classes['meta'] ?? ''} qd-truncate`}>
        {job.started_by.label} · <RelativeTime at={job.created_at} />
        {outcome !== '' && ` · ${outcome}`}
      </span>
    </span>
  );
}

function NoJobs({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const t = useT();
  if (narrowed) {
    return (
      <Blank icon={<IconFilterOff size={22} />} title={t('jobs.noMatch')} actions={<Button onClick={onClear}>{t('jobs.clear')}</Button>}>
        {t('jobs.noMatchHelp')}
      </Blank>
    );
  }
  return (
    <Blank icon={<IconListDetails size={22} />} title={t('jobs.none')}>
      {t('jobs.noneHelp')}
    </Blank>
  );
}
