import { lazy, Suspense, useState } from 'react';
import { Button, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconBell } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { unreadQuery } from '../api/notificationQueries';
import classes from './Notifications.module.css';

const NotificationList = lazy(async () => ({ default: (await import('./NotificationList')).NotificationList }));

/** How many things wait to be read. Opening it marks nothing as read. */
export function NotificationBell() {
  const t = useT();
  const { slug } = useTenant();
  const [opened, setOpened] = useState(false);
  const unread = useQuery(unreadQuery(slug));
  const count = unread.data?.count ?? 0;
  const more = unread.data !== undefined && count >= unread.data.limit ? '+' : '';
  return (
    <Popover opened={opened} onChange={setOpened} width={380} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes['bell'] ?? ''}
          aria-label={count === 0 ? t('notifications.title') : t('notifications.unreadCount', { count })}
          onClick={() => setOpened((before) => !before)}
        >
          <IconBell size={18} aria-hidden />
          {count > 0 && <span className={classes['count']}>{`${String(count)}${more}`}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('notifications.title')} p={0}>
        <Suspense fallback={<Loading />}>{opened && <NotificationList onFollow={() => setOpened(false)} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
