import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type KindChoice = components['schemas']['KindChoice'];

export const notificationKindsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'settings', 'notification-kinds'] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/notifications/kinds', { signal }))).items,
  });

/** Holds at once, and goes back if the server refuses. */
export function useChooseKind(tenant: string) {
  const queryClient = useQueryClient();
  const { queryKey } = notificationKindsQuery(tenant);
  return useMutation({
    mutationFn: ({ kind, is_on }: KindChoice) => unwrap(api.PUT('/notifications/kinds/{kind}', { params: { path: { kind } }, body: { is_on } })),
    onMutate: (chosen) => queryClient.setQueryData(queryKey, (before) => before?.map((each) => (each.kind === chosen.kind ? chosen : each))),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
}
