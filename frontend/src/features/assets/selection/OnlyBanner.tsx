import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconInfoCircle } from '@/shared/ui/icons';
import classes from './Selection.module.css';
import { selectionQuery } from './selectionApi';

interface OnlyBannerProps {
  selection: string;
  job: string | null;
  onShowAll: () => void;
}

/** Says that the list holds only a frozen selection, and leads back to all. */
export function OnlyBanner({ selection, job, onShowAll }: OnlyBannerProps) {
  const t = useT();
  const { slug, to } = useTenant();
  const token = useQuery(selectionQuery(slug, selection));
  return (
    <div role="status" className={classes['only']}>
      <IconInfoCircle size={16} aria-hidden />
      <span>
        {token.isError
          ? t('selection.onlyGone')
          : t(job === null ? 'selection.only' : 'selection.onlyOfJob', { count: token.data?.count ?? 0 })}
      </span>
      {job !== null && (
        <Anchor component={Link} to={to(`/jobs/${job}`)} size="sm">
          {t('selection.toJob')}
        </Anchor>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onShowAll}>
        {t('selection.showAll')}
      </Button>
    </div>
  );
}
