import { useEffect, useRef, useState } from 'react';
import { ActionIcon, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useActions } from '@/shared/actions/registry';
import { isProblem } from '@/shared/api/problem';
import type { ReviewDetail } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconChevronLeft, IconChevronRight, IconFileAlert, IconX } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { SidePane } from '@/shared/ui/SidePane';
import { sourceName } from '@/shared/ui/sourceName';
import type { FieldChoice, FieldChoices, ReviewAction } from '../api/reviewMutations';
import { reviewQuery } from '../api/reviewQueries';
import type { useDeciding } from '../useDeciding';
import classes from './Review.module.css';
import { ReviewActions } from './ReviewActions';
import { ReviewCandidates } from './ReviewCandidates';
import { ReviewComparison } from './ReviewComparison';

interface ReviewPaneProps {
  id: string;
  place: number | null;
  total: number;
  deciding: ReturnType<typeof useDeciding>;
  onWalk: (step: 1 | -1) => void;
  onClose: () => void;
}

/** One observation beside what it may be. Keys: m c s decide; the page walks on with j and k. */
export function ReviewPane({ id, place, total, deciding, onWalk, onClose }: ReviewPaneProps) {
  const t = useT();
  const { slug } = useTenant();
  const detail = useQuery(reviewQuery(slug, id));
  return (
    <SidePane
      storageKey="review"
      initialWidth={600}
      label={t('reviews.pane')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={classes['tools']}>
        <ActionIcon aria-label={t('reviews.previous')} disabled={place === null || place === 0} onClick={() => onWalk(-1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Text size="xs" c="dimmed" className="qd-nums">
          {place === null ? t('drawer.outside') : t('drawer.place', { place: formatNumber(place + 1), total: formatNumber(total) })}
        </Text>
        <ActionIcon aria-label={t('reviews.next')} disabled={place === null || place + 1 >= total} onClick={() => onWalk(1)}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <span className={classes['spring']} />
        <ActionIcon aria-label={t('common.close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </div>
      {detail.isPending && <Loading />}
      {detail.isError && <Failure error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.data !== undefined && <Observation review={detail.data} deciding={deciding} />}
    </SidePane>
  );
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT();
  if (isProblem(error) && error.status === 404) {
    return (
      <Blank role="alert" icon={<IconFileAlert size={22} />} title={t('reviews.goneNow')}>
        {t('reviews.goneHelp')}
      </Blank>
    );
  }
  return <ProblemAlert error={error} onRetry={onRetry} />;
}

interface ObservationProps {
  review: ReviewDetail;
  deciding: ReturnType<typeof useDeciding>;
}

function Observation({ review, deciding }: ObservationProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const [target, setTarget] = useState(0);
  const [fields, setFields] = useState<FieldChoices>({});
  const isOpen = review.state === 'open';
  const candidate = review.candidates[target];
  const decide = (action: ReviewAction): void => {
    if (isOpen) deciding.decide(action, { item: review, candidate, fields });
  };
  useActions([
    { id: 'reviews.merge', label: t('reviews.mergeAny'), group: 'view', hotkey: 'm', perform: () => decide('merge') },
    { id: 'reviews.create', label: t('reviews.create'), group: 'view', hotkey: 'c', perform: () => decide('create') },
    { id: 'reviews.skip', label: t('reviews.skip'), group: 'view', hotkey: 's', perform: () => decide('skip') },
  ]);
  return (
    <>
      <div className={classes['head']}>
        <Title order={2} ref={heading} tabIndex={-1} className={classes['title'] ?? ''}>
          <bdi>{review.label}</bdi>
        </Title>
        <div className={classes['facts']}>
          <span>
            <bdi>{t('reviews.row', { source: sourceName(review.source), row: review.row })}</bdi>
          </span>
          <bdi>{review.client.label}</bdi>
          {review.times_seen > 1 && <span>{t('reviews.seen', { count: review.times_seen })}</span>}
        </div>
      </div>
      <div className={classes['body']}>
        {review.told !== null && (
          <div className={classes['callout']} data-decided>
            <strong>{t('reviews.outcome')}</strong>
            <span>
              <bdi>{review.told}</bdi>
            </span>
          </div>
        )}
        <div className={classes['callout']}>
          <strong>{review.doubt_label}</strong>
          <span>
            <bdi>{review.reason}</bdi>
          </span>
        </div>
        <ReviewCandidates review={review} target={target} onTarget={setTarget} />
        <ReviewComparison
          review={review}
          target={target}
          choices={fields}
          onChoose={isOpen ? (field, choice) => setFields((before) => chosenIn(before, field, choice)) : null}
        />
      </div>
      <ReviewActions review={review} candidate={candidate} deciding={deciding} onDecide={decide} />
    </>
  );
}

/** A field without a choice follows the precedence of sources. */
function chosenIn(choices: FieldChoices, field: string, choice: FieldChoice | null): FieldChoices {
  const others = Object.fromEntries(Object.entries(choices).filter(([name]) => name !== field));
  return choice === null ? others : { ...others, [field]: choice };
}
