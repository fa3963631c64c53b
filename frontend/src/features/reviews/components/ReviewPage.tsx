import { useEffect, useMemo, useRef, useState } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useActions } from '@/shared/actions/registry';
import type { ReviewItem } from '@/shared/api/types';
import type { GridHandle } from '@/shared/grid/gridProps';
import { useEveryRow, useGridRows } from '@/shared/grid/useGridRows';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { PageFrame } from '@/shared/ui/PageFrame';
import { PageWait } from '@/shared/ui/PageWait';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { reviewCountsQuery, reviewsSource } from '../api/reviewQueries';
import { reviewColumns } from '../reviewColumns';
import { useDeciding } from '../useDeciding';
import { REVIEW_PARTS, useReviewAddress } from '../useReviewAddress';
import classes from './Review.module.css';
import { ReviewFilters } from './ReviewFilters';
import { ReviewGrid } from './ReviewGrid';
import { ReviewPane } from './ReviewPane';
import '../messages';

/** What intake could not decide by itself, worked off one by one or all alike, from the keyboard. */
export function ReviewPage() {
  const t = useT();
  return (
    <WithViews module="reviews" names={REVIEW_PARTS} wait={<PageWait title={t('reviews.title')} needs={[]} />}>
      {(list) => <Reviews list={list} />}
    </WithViews>
  );
}

function Reviews({ list }: { list: ListAddress }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, client, can, to } = useTenant();
  const address = useReviewAddress(list);
  const { scope, open } = address;
  const columns = useMemo(() => reviewColumns(t, scope.state === 'decided', client === null), [t, scope.state, client]);
  const grid = useRef<GridHandle>(null);
  const [revision, setRevision] = useState(0);
  const source = useMemo(() => {
    const read = reviewsSource(slug, scope);
    return { ...read, key: `${read.key}:${String(revision)}`, orderKey: read.key };
  }, [slug, scope, revision]);
  const rows = useGridRows(source);
  useEveryRow(rows.shown);
  const counts = useQuery(reviewCountsQuery(slug, scope));
  const index = open === null ? null : rows.shown.indexOf(open);

  const go = async (place: number, how: 'push' | 'replace' = 'replace'): Promise<void> => {
    const row = await rows.store.rowAt(place);
    if (row !== null) address.set({ open: row.id }, how);
    if (row !== null) grid.current?.revealRow(place);
  };
  const walk = (step: 1 | -1): void => void go(index === null ? 0 : Math.max(index + step, 0));
  const close = (): void => {
    address.set({ open: null });
    if (index !== null) grid.current?.focusRow(index);
  };

  const deciding = useDeciding({
    tenant: slug,
    scope,
    onDecided: (id) => void moveOn(id),
    onJob: (id) => void navigate(to(`/jobs/${id}`)),
  });
  /** To the one after it, or the one before the last; then the list is read anew. */
  async function moveOn(id: string | null): Promise<void> {
    const place = id === null ? null : rows.shown.indexOf(id);
    if (id !== null && id === open && place !== null) {
      const next: ReviewItem | null = (await rows.store.rowAt(place + 1)) ?? (await rows.store.rowAt(place - 1));
      address.set({ open: next?.id ?? null }, 'replace');
    }
    setRevision((before) => before + 1);
  }

  useActions([
    { id: 'reviews.next', label: t('reviews.next'), group: 'view', hotkey: 'j', perform: () => walk(1) },
    { id: 'reviews.previous', label: t('reviews.previous'), group: 'view', hotkey: 'k', perform: () => walk(-1) },
    { id: 'reviews.undo', label: t('reviews.undo'), group: 'view', hotkey: 'u', perform: () => deciding.takeBack() },
  ]);

  const roomy = useMediaQuery('(min-width: 1200px)', false, { getInitialValueInEffect: false });
  const begun = useRef(false);
  const first = rows.shown.row(0)?.id;
  useEffect(() => {
    // Whoever comes to decide starts with the first; closing it stays closed.
    if (begun.current || first === undefined) return;
    begun.current = true;
    if (open === null && roomy) address.set({ open: first }, 'replace');
  }, [first, open, roomy, address]);

  const left = counts.data?.total;
  return (
    <PageFrame
      layout="fill"
      title={t('reviews.title')}
      path={[{ label: t('reviews.title') }]}
      beside={<ListViews list={list} columns={columns} builtIn={t('views.allReviews')} />}
      count={left === undefined || scope.state === 'decided' ? undefined : t('reviews.progress', { open: left })}
      actions={<ReviewFilters address={address} counts={counts.data} />}
    >
      <div className={classes['split']} data-region="list">
        <ReviewGrid gridRef={grid} list={list} columns={columns} rows={rows} address={address} deciding={can('assets:write') ? deciding : null} />
        {open !== null && (
          <ReviewPane
            key={open}
            id={open}
            place={index}
            total={rows.shown.reachable}
            deciding={deciding}
            onWalk={walk}
            onClose={close}
          />
        )}
      </div>
    </PageFrame>
  );
}
