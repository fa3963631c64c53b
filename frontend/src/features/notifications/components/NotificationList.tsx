import { useState } from 'react';
import { Anchor, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Notification } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { notificationsQuery, useMarkRead } from '../api/notificationQueries';
import classes from './Notifications.module.css';

/** Pages of the console by the kind of object; what has none is told without a link. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
  job: (id) => `/jobs/${id}`,
  import: (id) => `/imports/${id}`,
  asset: (id) => `/assets?open=${id}`,
  client: (id) => `/clients/${id}`,
};

const WHICH = ['unread', 'all'] as const;

export function NotificationList({ onFollow }: { onFollow: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const [which, setWhich] = useState<(typeof WHICH)[number]>('unread');
  const list = useQuery(notificationsQuery(slug, which === 'unread'));
  const mark = useMarkRead(slug);
  const newest = list.data?.[0]?.id;
  return (
    <>
      <div className={classes['head']}>
        <div role="group" aria-label={t('notifications.which')}>
          {WHICH.map((each) => (
            <Button
              key={each}
              size="compact-sm"
              color={each === which ? 'blue' : 'gray'}
              variant={each === which ? 'light' : 'subtle'}
              className={classes['which'] ?? ''}
              aria-pressed={each === which}
              onClick={() => setWhich(each)}
            >
              {t(`notifications.${each}`)}
            </Button>
          ))}
        </div>
        {newest !== undefined && (
          <Button size="compact-sm" variant="subtle" loading={mark.all.isPending} onClick={() => mark.all.mutate(newest)}>
            {t('notifications.markAll')}
          </Button>
        )}
      </div>
      {list.isPending && <Loading />}
      {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {which === 'unread' ? t('notifications.noneUnread') : t('notifications.none')}
        </Text>
      )}
      <ul className={classes['list']}>
        {(list.data ?? []).map((item) => (
          <Item key={item.id} item={item} onFollow={onFollow} onRead={() => mark.one.mutate(item.id)} />
        ))}
      </ul>
    </>
  );
}

interface ItemProps {
  item: Notification;
  onFollow: () => void;
  onRead: () => void;
}

function Item({ item, onFollow, onRead }: ItemProps) {
  const t = useT();
  const { to } = useTenant();
  const page = item.link === null ? undefined : PAGES[item.link.type]?.(item.link.id);
  return (
    <li className={classes['item']} data-severity={item.severity} data-unread={item.read_at === null || undefined}>
      <div className={classes['line']}>
        {page === undefined ? (
          <bdi className={classes['title']}>{item.title}</bdi>
        ) : (
          <Anchor component={Link} to={to(page)} size="sm" className={classes['title'] ?? ''} onClick={onFollow}>
            <bdi>{item.title}</bdi>
          </Anchor>
        )}
        {item.count > 1 && <span className={classes['burst']}>{t('notifications.burst', { count: item.count })}</span>}
      </div>
      {item.body !== null && (
        <Text size="xs">
          <bdi>{item.body}</bdi>
        </Text>
      )}
      <div className={classes['line']}>
        <Text size="xs" c="dimmed" span>
          <RelativeTime at={item.created_at} />
        </Text>
        {item.read_at === null && (
          <Button size="compact-xs" variant="subtle" aria-label={t('notifications.markNamed', { title: item.title })} onClick={onRead}>
            {t('notifications.mark')}
          </Button>
        )}
      </div>
    </li>
  );
}
