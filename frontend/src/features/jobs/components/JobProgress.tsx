import { Progress, Text } from '@mantine/core';
import type { Job } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';

/** Progress as words and as a bar. */
export function JobProgress({ job }: { job: Job }) {
  const t = useT();
  const { done } = job.progress;
  const total = job.progress.total ?? 0;
  const percent = total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0;
  const words =
    total > 0
      ? t('jobs.progress', { done: formatNumber(done), total: formatNumber(total), percent })
      : (job.phase ?? t('jobs.waiting'));
  return (
    <div>
      <Progress value={percent} size={6} aria-label={t('jobs.progressOf', { title: job.title })} />
      <Text size="xs" c="dimmed" mt={3} className="qd-nums">
        {words}
      </Text>
    </div>
  );
}
