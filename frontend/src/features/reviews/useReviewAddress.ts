import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useTenant } from '@/shared/session/tenant';
import type { ReviewScope } from './api/reviewQueries';

export interface ReviewAddress {
  scope: ReviewScope;
  isFiltered: boolean;
  open: string | null;
  /** Undefined leaves a part as it is, null takes it out. Walking on replaces, choosing pushes. */
  set: (parts: Record<string, string | null>, how?: 'push' | 'replace') => void;
}

/** What is shown and what is open stands in the address, so a link says it all. */
export function useReviewAddress(): ReviewAddress {
  const { clientQuery } = useTenant();
  const [params, setParams] = useSearchParams();
  const doubt = params.get('doubt');
  const job = params.get('job');
  const decided = params.get('state') === 'decided';
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
    open: params.get('open'),
    set: (parts, how = 'push') =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(parts)) {
            if (value === null) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: how === 'replace' },
      ),
  };
}
