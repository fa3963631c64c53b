import { Button, Menu, Text } from '@mantine/core';
import type { ReviewDetail } from '@/shared/api/types';
import { Keys } from '@/shared/actions/Keys';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconChevronUp } from '@/shared/ui/icons';
import type { ReviewAction } from '../api/reviewMutations';
import type { useDeciding } from '../useDeciding';
import classes from './Review.module.css';

interface ReviewActionsProps {
  review: ReviewDetail;
  candidate: ReviewDetail['candidates'][number] | undefined;
  deciding: ReturnType<typeof useDeciding>;
  onDecide: (action: ReviewAction) => void;
}

/** Always in sight below the observation: what may be done with it, or with all like it. */
export function ReviewActions({ review, candidate, deciding, onDecide }: ReviewActionsProps) {
  const t = useT();
  const { can } = useTenant();
  if (!can('assets:write')) {
    return (
      <div className={classes['actions']}>
        <Text size="sm" c="dimmed">
          {t('reviews.readOnly')}
        </Text>
      </div>
    );
  }
  if (review.state !== 'open') {
    if (review.state === 'settled') return null;
    return (
      <div className={classes['actions']}>
        <Button variant="default" loading={deciding.isBusy} onClick={() => deciding.takeBack(review.id)}>
          {t('reviews.takeBack')}
        </Button>
      </div>
    );
  }
  const canMerge = candidate !== undefined && candidate.asset_id !== null && !candidate.is_gone;
  const count = review.alike_open;
  return (
    <div className={classes['actions']}>
      {review.tag_taken_by !== null && (
        <Text size="xs" c="dimmed" className={classes['note'] ?? ''}>
          {t('reviews.tagTaken', { name: review.tag_taken_by })}
        </Text>
      )}
      <Button disabled={!canMerge || deciding.isBusy} onClick={() => onDecide('merge')} rightSection={<Keys hotkey="m" />}>
        {t('reviews.merge', { tag: candidate?.label ?? '' })}
      </Button>
      <Button variant="default" disabled={deciding.isBusy} onClick={() => onDecide('create')} rightSection={<Keys hotkey="c" />}>
        {t('reviews.create')}
      </Button>
      <Button variant="default" disabled={deciding.isBusy} onClick={() => onDecide('skip')} rightSection={<Keys hotkey="s" />}>
        {t('reviews.skip')}
      </Button>
      {count > 1 && (
        <Menu position="top-end" width={320}>
          <Menu.Target>
            <Button variant="default" disabled={deciding.isBusy} rightSection={<IconChevronUp size={14} aria-hidden />}>
              {t('reviews.alike', { count })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('reviews.alikeHelp')}</Menu.Label>
            <Menu.Item onClick={() => deciding.decideAlike('merge', review.id)}>{t('reviews.alikeMerge', { count })}</Menu.Item>
            <Menu.Item onClick={() => deciding.decideAlike('create', review.id)}>{t('reviews.alikeCreate', { count })}</Menu.Item>
            <Menu.Item onClick={() => deciding.decideAlike('skip', review.id)}>{t('reviews.alikeSkip', { count })}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
