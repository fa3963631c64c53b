import { Progress, Text } from '@mantine/core';
import type { Job } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { percentOf } from '../jobLabels';

/** Progress as words and as a bar. */
export function JobProgress({ job, left }: { job: Job; left?: string | undefined }) {
  const t = useT();
  const total = job.progress.total ?? 0;
  const percent = percentOf(job);
  const words = total > 0 ? t('jobs.progress', { done: formatNumber(job.progress.done), total: formatNumber(total), percent }) : (job.phase ?? t('jobs.waiting'));
  return (
    <div>
      <Progress value={percent} size={6} aria-label={t('jobs.progressOf', { title: job.title })} />
      <Text size="xs" c="dimmed" mt={3} className="qd-nums">
        {left === undefined ? words : `${words} · ${left}`}
      </Text>
    </div>
  );
}
