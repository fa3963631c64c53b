import { useQuery } from '@tanstack/react-query';
import { formatCount } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { reviewCountsQuery } from '../api/reviewQueries';
import classes from './ReviewCount.module.css';

/** How much waits for a person, beside the entry of the navigation. */
export function ReviewCount() {
  const t = useT();
  const { slug, clientQuery } = useTenant();
  const count = useQuery(reviewCountsQuery(slug, clientQuery)).data?.total ?? 0;
  if (count === 0) return null;
  return (
    <span className={classes['count']}>
      <span aria-hidden>{count > 999 ? formatCount(999, 'gte') : count}</span>
      <span className="qd-visually-hidden">{t('reviews.waiting', { count })}</span>
    </span>
  );
}
