import { useQuery } from '@tanstack/react-query';
import type { Asset } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { sourceName } from '@/shared/ui/sourceName';
import { provenanceQuery } from '../api/provenanceQueries';
import classes from './History.module.css';

/** When each source last spoke of the asset, also when it said the same again and nothing was recorded. */
export function LastHeard({ asset }: { asset: Asset }) {
  const t = useT();
  const { slug } = useTenant();
  const told = useQuery(provenanceQuery(slug, asset.id, asset.version));
  const sources = (told.data?.data.sources ?? []).filter((source) => source.kind !== 'person');
  if (sources.length === 0) return null;
  return (
    <p className={classes['heard']}>
      {t('timeline.lastHeard')}
      {sources.map((source) => (
        <span key={source.key}>
          <bdi>{sourceName(source.key)}</bdi> <RelativeTime at={source.last_seen_at} />
        </span>
      ))}
    </p>
  );
}
