import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';

export const authMethodsQuery = queryOptions({
  queryKey: ['auth', 'methods'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/auth/methods', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const useLogin = () =>
  useMutation({
    mutationFn: (body: { email: string; password: string }) => unwrap(api.POST('/auth/login', { body })),
  });

export const useSecondFactor = () =>
  useMutation({ mutationFn: (code: string) => unwrap(api.POST('/auth/second-factor', { body: { code } })) });
