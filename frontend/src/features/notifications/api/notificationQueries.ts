import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';

const POLL_MS = 30_000;
const SHOWN = 20;

const keys = {
  all: (tenant: string) => ['tenant', tenant, 'notifications'] as const,
  list: (tenant: string, unread: boolean) => [...keys.all(tenant), 'list', unread] as const,
};

export const unreadQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.all(tenant), 'unread'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/notifications/unread', { signal })),
    refetchInterval: POLL_MS,
  });

export const notificationsQuery = (tenant: string, unread: boolean) =>
  queryOptions({
    queryKey: keys.list(tenant, unread),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/notifications', { params: { query: { limit: SHOWN, unread } }, signal }))).items,
  });

export function useMarkRead(tenant: string) {
  const queryClient = useQueryClient();
  const onSuccess = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.all(tenant) });
  return {
    one: useMutation({ mutationFn: (id: string) => unwrap(api.POST('/notifications/{id}/read', { params: { path: { id } } })), onSuccess }),
    all: useMutation({ mutationFn: (upTo: string) => unwrap(api.POST('/notifications/read', { body: { up_to: upTo } })), onSuccess }),
  };
}
