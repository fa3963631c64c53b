import { useMemo } from 'react';
import { useTenant } from '@/shared/session/tenant';
import type { ListAddress } from '@/shared/views/useListAddress';
import type { ReviewScope } from './api/reviewQueries';

export const REVIEW_PARTS = ['state', 'doubt', 'job'] as const;

export interface ReviewAddress {
  scope: ReviewScope;
  isFiltered: boolean;
  open: string | null;
  /** Undefined leaves a part as it is, null takes it out. Walking on replaces, choosing pushes. */
  set: (parts: Record<string, string | null>, how?: 'push' | 'replace') => void;
}

/** What is shown and what is open stands in the address, so a link says it all. */
export function useReviewAddress(list: ListAddress): ReviewAddress {
  const { clientQuery } = useTenant();
  const doubt = list.get('doubt');
  const job = list.get('job');
  const decided = list.get('state') === 'decided';
  const scope = useMemo<ReviewScope>(
    () => ({
      ...clientQuery,
      ...(doubt === null ? {} : { doubt }),
      ...(job === null ? {} : { job }),
      ...(decided ? { state: 'decided' as const } : {}),
    }),
    [clientQuery, doubt, job, decided],
  );
  return {
    scope,
    isFiltered: doubt !== null || job !== null,
    open: list.get('open'),
    set: list.set,
  };
}
