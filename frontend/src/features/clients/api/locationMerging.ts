import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, unwrapTagged } from '@/shared/api/client';
import type { Location } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useUndo } from '@/shared/undo/UndoProvider';

const OFFERED = 50;

export const otherLocationsQuery = (tenant: string, { id, client_id: client }: Location, q: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'locations', 'others', id, q] as const,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(api.GET('/locations', { params: { query: { client, q, limit: OFFERED } }, signal }));
      return items.filter((each) => each.id !== id);
    },
    placeholderData: keepPreviousData,
  });

/** Counted anew each time: it is about to be acted on. */
export const mergePreviewQuery = (tenant: string, id: string, others: readonly string[]) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'locations', 'merge-preview', id, others] as const,
    queryFn: ({ signal }) => unwrap(api.POST('/locations/{id}/merge/preview', { params: { path: { id } }, body: { others: [...others] }, signal })),
    staleTime: 0,
  });

export function useMergeLocations(tenant: string, { id, name }: Location) {
  const queryClient = useQueryClient();
  const undo = useUndo();
  const t = useT();
  return useMutation({
    mutationFn: async (others: readonly string[]) => {
      const { changeSet } = await unwrapTagged(api.POST('/locations/{id}/merge', { params: { path: { id } }, body: { others: [...others] } }));
      if (changeSet !== null) undo.offer(t('locations.merged', { name }), { changeSet, what: t('locations.mergeOf', { name }) });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tenant', tenant] }),
  });
}
