import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { components } from '@/shared/api/schema';
import type { Asset } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useMerging } from '@/shared/merging/MergeProvider';
import { IconArrowMerge } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { useUndo } from '@/shared/undo/UndoProvider';
import { mergesQuery } from '../api/assetQueries';
import { plain } from '../fieldValue';
import { useTenant } from '@/shared/session/tenant';
import classes from './Provenance.module.css';

/** What went into this asset, by whom and why, with the way back from each. */
export function MergedInto({ asset, onMerged }: { asset: Asset; onMerged: (survivor: string) => void }) {
  const t = useT();
  const { slug } = useTenant();
  const merging = useMerging();
  const merges = useQuery(mergesQuery(slug, asset.id));
  return (
    <section className={classes['section']} aria-labelledby="identity-merged">
      <div className={classes['bar']}>
        <h3 id="identity-merged" className={classes['heading']}>
          {t('merged.title')}
        </h3>
        {merging.may && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconArrowMerge size={14} aria-hidden />}
            onClick={() => merging.merge([asset.id], ({ survivor }) => onMerged(survivor))}
          >
            {t('merging.one')}
          </Button>
        )}
      </div>
      {merges.isError && <ProblemAlert error={merges.error} onRetry={() => void merges.refetch()} />}
      {merges.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('merged.none')}
        </Text>
      )}
      <ul className={classes['cards']}>
        {merges.data?.map((merge) => (
          <MergedOne key={merge.merged_id} merge={merge} into={plain(asset['tag'])} together={merges.data.filter((each) => each.change_set_id === merge.change_set_id)} />
        ))}
      </ul>
    </section>
  );
}

type Merge = components['schemas']['MergeRead'];

function MergedOne({ merge, into, together }: { merge: Merge; into: string; together: readonly Merge[] }) {
  const t = useT();
  const undo = useUndo();
  const { may } = useMerging();
  const tags = together.map((each) => each.tag).join(', ');
  return (
    <li className={classes['row']}>
      <span className={classes['label']}>
        <bdi className="qd-nums">{merge.tag}</bdi>
      </span>
      <div className={classes['main']}>
        <div className={classes['stands']}>
          <span className={classes['value']}>
            <bdi>{merge.name}</bdi>
          </span>
          {may && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('merged.unmergeOf', { tag: merge.tag })}
              onClick={() => undo.review({ changeSet: merge.change_set_id, what: t('merging.what', { tags, tag: into }) })}
            >
              {t('merged.unmerge')}
            </Button>
          )}
        </div>
        <span className={classes['meta']}>
          {t('merged.by', { who: merge.merged_by_label })} <RelativeTime at={merge.merged_at} />
          {together.length > 1 && ` · ${t('merged.together', { tags: together.filter((each) => each !== merge).map((each) => each.tag).join(', ') })}`}
        </span>
        {merge.reason !== null && (
          <span className={classes['meta']}>
            <bdi>{merge.reason}</bdi>
          </span>
        )}
        {merge.taken.length > 0 && <span className={classes['meta']}>{t('merged.taken', { fields: merge.taken.join(', ') })}</span>}
      </div>
    </li>
  );
}
