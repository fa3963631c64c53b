import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { JobItemError } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { jobErrorsQuery } from '../api/jobQueries';
import classes from './JobPage.module.css';

const POLL_MS = 3_000;

/** What went wrong, grouped by cause, so twenty-two rows with one mistake read as one. */
export function JobErrors({ jobId, live }: { jobId: string; live: boolean }) {
  const t = useT();
  const { slug } = useTenant();
  const errors = useQuery({ ...jobErrorsQuery(slug, jobId), refetchInterval: live ? POLL_MS : false });
  const items = errors.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t('jobs.problems')}>
      <Title order={2}>{t('jobs.problems')}</Title>
      {errors.data?.next_cursor !== null && (
        <Text size="sm" c="dimmed">
          {t('jobs.firstProblems', { count: items.length })}
        </Text>
      )}
      {[...byCode(items)].map(([code, group]) => (
        <details key={code} className={classes['cause']}>
          <summary>
            {group[0]?.message ?? code} <Text span c="dimmed" size="sm">{t('jobs.times', { count: group.length })}</Text>
          </summary>
          <ul className={classes['items']}>
            {group.map((error, place) => (
              <li key={`${String(error.item)}:${String(place)}`}>
                <strong>{String(error.item)}: </strong>
                {error.message}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function byCode(items: readonly JobItemError[]): Map<string, JobItemError[]> {
  const groups = new Map<string, JobItemError[]>();
  for (const item of items) groups.set(item.code, [...(groups.get(item.code) ?? []), item]);
  return groups;
}
