import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api, setApiCsrf, unwrap } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import type { SessionInfo } from '@/shared/api/types';

export const sessionKey = ['session'] as const;

export const sessionQuery = queryOptions<SessionInfo | null>({
  queryKey: sessionKey,
  queryFn: async ({ signal }) => {
    try {
      const session = await unwrap(api.GET('/auth/session', { signal }));
      setApiCsrf(session.csrf_token);
      return session;
    } catch (error) {
      if (isProblem(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** Who is signed in, or null. */
export const useSession = () => useQuery(sessionQuery);

/** After signing in, everything is read again with the new session. */
export function useSessionRestart(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.query({ ...sessionQuery, staleTime: 0 });
    await queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
}

/** Ends the session of this device. The sign-in page comes first: what is left behind would ask without a session. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await navigate('/login');
    await unwrap(api.POST('/auth/logout'));
    setApiCsrf(null);
    queryClient.clear();
  };
}
