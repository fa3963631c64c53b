import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiLink } from '@/shared/api/client';
import type { JobItemError, JobProblem } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { jobErrorsQuery, jobProblemsQuery } from '../api/jobQueries';
import classes from './JobPage.module.css';

const POLL_MS = 3_000;

/** What went wrong, grouped by cause, so twenty-two rows with one mistake read as one. */
export function JobErrors({ jobId, live }: { jobId: string; live: boolean }) {
  const t = useT();
  const { slug } = useTenant();
  const problems = useQuery({ ...jobProblemsQuery(slug, jobId), refetchInterval: live ? POLL_MS : false });
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
        <Cause key={group.code} jobId={jobId} group={group} live={live} />
      ))}
    </section>
  );
}

/** One cause: how often, its first items, and all of them as a list. */
function Cause({ jobId, group, live }: { jobId: string; group: JobProblem; live: boolean }) {
  const t = useT();
  const { slug, to } = useTenant();
  const errors = useQuery({ ...jobErrorsQuery(slug, jobId, group.code), refetchInterval: live ? POLL_MS : false });
  return (
    <details className={classes['cause']}>
      <summary>
        {group.varies ? `${group.code.replace(/_/g, ' ')}, ${t('jobs.forExample', { message: group.message })}` : group.message}{' '}
        <Text span c="dimmed" size="sm">
          {t('jobs.times', { count: group.count })}
        </Text>
      </summary>
      <ul className={classes['items']}>
        {(errors.data?.items ?? []).map((error) => (
          <li key={error.id}>
            <strong>
              <bdi>{nameOf(error)}</bdi>:{' '}
            </strong>
            {error.message}
          </li>
        ))}
      </ul>
      <Button component={Link} to={to(`/jobs/${jobId}/problems/${encodeURIComponent(group.code)}`)} size="compact-sm" variant="default" mt={6}>
        {t('jobs.openGroup', { count: group.count, shown: formatNumber(group.count) })}
      </Button>
    </details>
  );
}

/** The asset's tag where there is one, else the number of the row. */
export function nameOf(error: JobItemError): string {
  const tag = error.data['tag'];
  return typeof tag === 'string' && tag !== '' ? tag : String(error.item);
}
