import { useMemo } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { api, apiLink, unwrap } from '@/shared/api/client';
import type { JobItemError } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import { listSource } from '@/shared/grid/listSource';
import type { GridColumn } from '@/shared/grid/types';
import { jobCenter } from '@/shared/i18n/en/jobCenter';
import { formatNumber } from '@/shared/i18n/format';
import { addMessages, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconCheck, IconDownload } from '@/shared/ui/icons';
import { placeInList } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { problemTitle } from '@/shared/ui/problemText';
import { jobProblemsQuery, jobQuery } from '../api/jobQueries';
import { nameOf } from './JobErrors';
import classes from './Jobs.module.css';

addMessages(jobCenter);

/** Every item that one cause met, with its reason; Enter goes to the asset. */
export function ProblemsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { jobId = '', code = '' } = useParams();
  const { slug, to } = useTenant();
  const job = useQuery(jobQuery(slug, jobId));
  const problems = useQuery(jobProblemsQuery(slug, jobId));
  const group = problems.data?.items.find((each) => each.code === code);
  const source = useMemo(() => jobErrorsSource(slug, jobId, code), [slug, jobId, code]);
  const columns = useMemo(() => columnsOf(t, group?.of_assets ?? false), [t, group?.of_assets]);
  const opening = useMutation({
    mutationFn: () => unwrap(api.POST('/selections', { body: { mode: 'job', job: jobId, problem: code } })),
    onSuccess: (token) => void navigate(to(`/assets?only=${token.id}&job=${jobId}`)),
    onError: (error) => notifications.show({ color: 'red', message: problemTitle(error) }),
  });
  const title = job.data === undefined ? t('jobs.problems') : t('jobs.problemsOf', { title: job.data.title });
  return (
    <PageFrame
      layout="fill"
      title={title}
      count={group === undefined ? undefined : formatNumber(group.count)}
      path={[
        { label: t('jobs.title'), to: placeInList(to('/jobs'), jobId) },
        { label: job.data?.title ?? t('common.loading'), to: to(`/jobs/${jobId}`) },
        { label: t('jobs.problems') },
      ]}
      actions={
        <>
          <Button
            component="a"
            href={apiLink(`/jobs/${jobId}/problems.csv`, { code })}
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('jobs.csvOf')}
          </Button>
          {group?.of_assets === true && (
            <Button variant="default" loading={opening.isPending} onClick={() => opening.mutate()}>
              {t('jobs.showAssets', { count: formatNumber(group.count) })}
            </Button>
          )}
        </>
      }
    >
      <ListGrid
        module="job-problems"
        label={title}
        source={source}
        columns={columns}
        rowLabel={nameOf}
        onOpen={(row) => {
          const asset = assetOf(row);
          if (asset !== null) void navigate(to(`/assets?open=${asset}`));
        }}
        card={(row) => (
          <span className={classes['card']}>
            <strong className="qd-truncate">
              <bdi>{nameOf(row)}</bdi>
            </strong>
            <span className={classes['reason']}>{row.message}</span>
          </span>
        )}
        empty={<Blank icon={<IconCheck size={22} />} title={t('jobs.noProblem')} />}
      />
    </PageFrame>
  );
}

/** All items of one cause, as far as someone scrolls. */
const jobErrorsSource = (tenant: string, id: string, code: string) =>
  listSource<JobItemError>(JSON.stringify(['job errors', tenant, id, code]), (cursor, limit, signal) =>
    unwrap(api.GET('/jobs/{id}/errors', { params: { path: { id }, query: { code, limit, ...(cursor === undefined ? {} : { cursor }) } }, signal })),
  );

const textOf = (row: JobItemError, name: string): string => {
  const value = row.data[name];
  return typeof value === 'string' ? value : '';
};

const assetOf = (row: JobItemError): string | null => textOf(row, 'asset_id') || textOf(row, 'object_id') || null;

function columnsOf(t: Translate, ofAssets: boolean): GridColumn<JobItemError>[] {
  const plain = (id: string, label: string, width: number, text: (row: JobItemError) => string): GridColumn<JobItemError> => ({
    id,
    label,
    width,
    render: (row) => <bdi>{text(row)}</bdi>,
    text,
  });
  const first = plain('item', t(ofAssets ? 'jobs.item' : 'jobs.row'), 140, nameOf);
  return [
    { ...first, pin: 'left', canHide: false },
    ...(ofAssets ? [plain('name', t('jobs.name'), 220, (row: JobItemError) => textOf(row, 'name'))] : []),
    plain('problem', t('jobs.problem'), 620, (row) => row.message),
  ];
}
