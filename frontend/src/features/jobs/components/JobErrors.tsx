import { Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api, apiLink, unwrap } from '@/shared/api/client';
import type { JobItemError, JobProblem } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { problemTitle } from '@/shared/ui/problemText';
import { jobErrorsQuery, jobProblemsQuery } from '../api/jobQueries';
import classes from './JobPage.module.css';

const POLL_MS = 3_000;

/** What went wrong, grouped by cause, so twenty-two rows with one mistake read as one. */
export function JobErrors({ jobId, live }: { jobId: string; live: boolean }) {
  const t = useT();
  const { slug } = useTenant();
  const problems = useQuery({ ...jobProblemsQuery(slug, jobId), refetchInterval: live ? POLL_MS : false });
  const errors = useQuery({ ...jobErrorsQuery(slug, jobId), refetchInterval: live ? POLL_MS : false });
  const items = errors.data?.items ?? [];
  const groups = problems.data?.items ?? [];
  if (groups.length === 0) return null;
  return (
    <section aria-label={t('jobs.problems')}>
      <Group justify="space-between" gap="sm">
        <Title order={2}>{t('jobs.problems')}</Title>
        <Button component="a" href={apiLink(`/jobs/${jobId}/problems.csv`)} size="compact-sm" variant="default" leftSection={<IconDownload size={15} aria-hidden />}>
          {t('jobs.csv')}
        </Button>
      </Group>
      {groups.map((group) => (
        <Cause key={group.code} jobId={jobId} group={group} items={items.filter((item) => item.code === group.code)} />
      ))}
    </section>
  );
}

/** One cause: how often, its first items, and the assets it met as a list. */
function Cause({ jobId, group, items }: { jobId: string; group: JobProblem; items: readonly JobItemError[] }) {
  const t = useT();
  const navigate = useNavigate();
  const { to } = useTenant();
  const opening = useMutation({
    mutationFn: () => unwrap(api.POST('/selections', { body: { mode: 'job', job: jobId, problem: group.code } })),
    onSuccess: (token) => void navigate(to(`/assets?only=${token.id}&job=${jobId}`)),
    onError: (error) => notifications.show({ color: 'red', message: problemTitle(error) }),
  });
  return (
    <details className={classes['cause']}>
      <summary>
        {group.message}{' '}
        <Text span c="dimmed" size="sm">
          {t('jobs.times', { count: group.count })}
        </Text>
      </summary>
      {group.of_assets && (
        <Button size="compact-sm" variant="default" mt={6} loading={opening.isPending} onClick={() => opening.mutate()}>
          {t('jobs.showAssets', { count: formatNumber(group.count) })}
        </Button>
      )}
      <ul className={classes['items']}>
        {items.map((error, place) => (
          <li key={`${String(error.item)}:${String(place)}`}>
            <strong>{nameOf(error)}: </strong>
            {error.message}
          </li>
        ))}
      </ul>
      {items.length < group.count && (
        <Text size="sm" c="dimmed">
          {t('jobs.firstOf', { shown: formatNumber(items.length), count: formatNumber(group.count) })}
        </Text>
      )}
    </details>
  );
}

/** The asset's tag where there is one, else the number of the row. */
function nameOf(error: JobItemError): string {
  const tag = error.data['tag'];
  return typeof tag === 'string' ? tag : String(error.item);
}
