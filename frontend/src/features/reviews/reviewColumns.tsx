import type { ReviewItem } from '@/shared/api/types';
import type { GridColumn } from '@/shared/grid/types';
import { formatDateTime } from '@/shared/i18n/format';
import type { Translate } from '@/shared/i18n/i18n';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { sourceName } from '@/shared/ui/sourceName';
import classes from './components/Review.module.css';
import { percent } from './likelihood';

/** The queue's columns; what has been decided shows how and by whom instead of how likely it was. */
export function reviewColumns(t: Translate, decided: boolean, allClients: boolean): GridColumn<ReviewItem>[] {
  const from = (row: ReviewItem): string => t('reviews.row', { source: sourceName(row.source), row: row.row });
  const text = (id: string, label: string, width: number, of: (row: ReviewItem) => string): GridColumn<ReviewItem> => ({
    id,
    label,
    width,
    render: (row) => <bdi title={of(row)}>{of(row)}</bdi>,
    text: of,
  });
  const time = (id: string, label: string, of: (row: ReviewItem) => string | null): GridColumn<ReviewItem> => ({
    id,
    label,
    width: 120,
    render: (row) => {
      const at = of(row);
      return at === null ? '' : <RelativeTime at={at} />;
    },
    text: (row) => formatDateTime(of(row) ?? ''),
  });
  const client = allClients ? [text('client', t('reviews.client'), 140, (row) => row.client.label)] : [];
  const label: GridColumn<ReviewItem> = { ...text('label', t('reviews.observation'), 150, (row) => row.label), pin: 'left', canHide: false };
  if (decided) {
    return [
      label,
      text('told', t('reviews.outcome'), 320, (row) => row.told ?? ''),
      text('decided_by', t('reviews.decidedBy'), 150, (row) => row.decided_by ?? ''),
      time('decided_at', t('reviews.decidedAt'), (row) => row.decided_at),
      ...client,
      text('source', t('reviews.source'), 170, from),
    ];
  }
  return [
    label,
    text('doubt', t('reviews.doubt'), 216, (row) => row.doubt_label),
    text('candidate', t('reviews.candidate'), 116, (row) => row.candidate?.label ?? ''),
    { ...text('score', t('reviews.likelihood'), 72, (row) => percent(row.score)), align: 'right' },
    ...client,
    text('source', t('reviews.source'), 170, from),
    time('created_at', t('reviews.since'), (row) => row.created_at),
  ];
}

/** One line of the queue on a narrow screen. */
export function ReviewCard({ row }: { row: ReviewItem }) {
  return (
    <span className={classes['card']}>
      <strong className="qd-truncate">
        <bdi>{row.label}</bdi>
      </strong>
      <span className={`${classes['meta'] ?? ''} qd-truncate`}>
        {row.told ?? [row.doubt_label, row.candidate === null ? '' : `${row.candidate.label} (${percent(row.score)})`].filter((part) => part !== '').join(' · ')}
      </span>
    </span>
  );
}
