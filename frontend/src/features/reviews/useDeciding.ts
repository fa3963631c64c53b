import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import type { ReviewDetail, ReviewItem } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { problemTitle } from '@/shared/ui/problemText';
import { offerInToast } from '@/shared/undo/UndoToast';
import { useReviewMutations, type FieldChoices, type ReviewAction } from './api/reviewMutations';
import type { ReviewScope } from './api/reviewQueries';

export interface Wanted {
  item: ReviewItem;
  candidate: ReviewDetail['candidates'][number] | undefined;
  fields: FieldChoices;
}

interface Deciding {
  tenant: string;
  scope: ReviewScope;
  /** Called with the ids that no longer stand where they stood. */
  onDecided: (id: string | null) => void;
  onJob: (id: string) => void;
}

/** Decisions, each told in a sentence with the way back from it. */
export function useDeciding({ tenant, scope, onDecided, onJob }: Deciding) {
  const t = useT();
  const { one, alike, chosen, reopen } = useReviewMutations(tenant);
  const [last, setLast] = useState<string | null>(null);
  const isBusy = one.isPending || alike.isPending || chosen.isPending || reopen.isPending;
  const onError = (error: unknown): void => {
    notifications.show({ color: 'red', message: problemTitle(error) });
    onDecided(null);
  };

  const takeBack = (id: string | null = last): void => {
    if (id === null || isBusy) return;
    reopen.mutate(id, {
      onSuccess: (page) => {
        setLast(null);
        notifications.show({ message: t('reviews.reopened', { count: page.items.length }) });
        onDecided(null);
      },
      onError,
    });
  };

  const back = (id: string) => ({ label: t('undo.undo'), perform: () => takeBack(id) });

  const decide = (action: ReviewAction, { item, candidate, fields }: Wanted): void => {
    const assetId = action === 'merge' ? (candidate?.asset_id ?? null) : null;
    if (isBusy || (action === 'merge' && assetId === null)) return;
    one.mutate(
      { item, action, assetId, fields: action === 'merge' ? fields : {} },
      {
        onSuccess: () => {
          setLast(item.id);
          const message = t(`reviews.done.${action}`, { label: item.label, tag: candidate?.label ?? '' });
          offerInToast({ message, actions: [back(item.id)] });
          onDecided(item.id);
        },
        onError,
      },
    );
  };

  const told = (id: string | null) => ({
    onSuccess: (result: NonNullable<typeof alike.data>) => {
      if (result.job_id !== null) {
        const { job_id: job } = result;
        offerInToast({ message: t('reviews.doneJob', { wanted: result.wanted }), actions: [{ label: t('reviews.followJob'), perform: () => onJob(job) }] });
      } else {
        const message = t('reviews.doneMany', { done: result.done, failed: result.failed.length, why: result.failed[0]?.message ?? '' });
        if (id !== null && result.failed.length === 0) offerInToast({ message, actions: [back(id)] });
        else notifications.show({ message, ...(result.failed.length > 0 ? { color: 'yellow', autoClose: false } : {}) });
      }
      setLast(result.job_id === null ? id : null);
      onDecided(id);
    },
    onError,
  });
  const decideAlike = (action: ReviewAction, id: string): void => {
    if (!isBusy) alike.mutate({ id, action, scope }, told(id));
  };
  const decideChosen = (action: ReviewAction, ids: string[]): void => {
    if (!isBusy) chosen.mutate({ ids, action }, told(ids[0] ?? null));
  };
  return { decide, decideAlike, decideChosen, takeBack, canTakeBack: last !== null, isBusy };
}
