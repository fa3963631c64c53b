import { useState } from 'react';
import { Anchor, Button, Popover, Text } from '@mantine/core';
import { Link } from 'react-router';
import { isEnded } from '@/shared/api/jobState';
import type { Job } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertOctagon, IconListDetails, IconRefresh } from '@/shared/ui/icons';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { jobTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { useJobFeed } from '../api/useJobFeed';
import { jobStateText } from '../jobLabels';
import classes from './JobIndicator.module.css';
import { JobProgress } from './JobProgress';

const DAY_MS = 86_400_000;
const SHOWN = 5;

/** Running work in the header, turning red when something failed today. */
export function JobIndicator() {
  const t = useT();
  const { to } = useTenant();
  const [opened, setOpened] = useState(false);
  const [openedAt, setOpenedAt] = useState(() => Date.now());
  const feed = useJobFeed();
  const jobs = feed.data ?? [];
  const running = jobs.filter((job) => !isEnded(job)).length;
  const failed = jobs.filter((job) => job.state === 'failed' && openedAt - Date.parse(job.created_at) < DAY_MS).length;
  const label = running > 0 ? t('jobs.running', { count: running }) : failed > 0 ? t('jobs.failedCount', { count: failed }) : t('jobs.title');

  return (
    <Popover opened={opened} onChange={setOpened} width={360} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes['button'] ?? ''}
          data-failed={(running === 0 && failed > 0) || undefined}
          aria-label={label}
          onClick={() => {
            setOpenedAt(Date.now());
            setOpened((before) => !before);
          }}
        >
          {running > 0 ? (
            <IconRefresh size={18} aria-hidden className={classes['spin']} />
          ) : failed > 0 ? (
            <IconAlertOctagon size={18} aria-hidden />
          ) : (
            <IconListDetails size={18} aria-hidden />
          )}
          {running + failed > 0 && <span className={classes['count']}>{running > 0 ? running : failed}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('jobs.recent')} p={0}>
        {jobs.length === 0 && (
          <Text size="sm" c="dimmed" p="md">
            {t('jobs.none')}
          </Text>
        )}
        <ul className={classes['list']}>
          {jobs.slice(0, SHOWN).map((job) => (
            <JobLine key={job.id} job={job} href={to(`/jobs/${job.id}`)} onFollow={() => setOpened(false)} />
          ))}
        </ul>
        <div className={classes['foot']}>
          <Anchor component={Link} to={to('/jobs')} size="sm" onClick={() => setOpened(false)}>
            {t('jobs.all')}
          </Anchor>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function JobLine({ job, href, onFollow }: { job: Job; href: string; onFollow: () => void }) {
  const t = useT();
  return (
    <li className={classes['item']}>
      <div className={classes['line']}>
        <Anchor component={Link} to={href} size="sm" fw={500} className="qd-truncate" onClick={onFollow}>
          {job.title}
        </Anchor>
        <StatusBadge tone={jobTone(job.state)}>{jobStateText(t, job)}</StatusBadge>
      </div>
      {isEnded(job) ? (
        <Text size="xs" c="dimmed">
          {job.message !== null && `${job.message} · `}
          <RelativeTime at={job.finished_at ?? job.created_at} />
        </Text>
      ) : (
        <JobProgress job={job} />
      )}
    </li>
  );
}
