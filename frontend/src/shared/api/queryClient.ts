import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem';

const MAX_RETRIES = 2;

/** A refusal is final; only a server that stumbled or could not be reached is asked again. */
const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < MAX_RETRIES && (!isProblem(error) || error.status === 0 || error.status >= 500);

export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 15_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
