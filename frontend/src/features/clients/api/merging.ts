import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, unwrapTagged } from '@/shared/api/client';
import type { Contact, Location } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useUndo } from '@/shared/undo/UndoProvider';

const OFFERED = 50;

/** What can be merged with others of its kind. */
export type Mergeable = { kind: 'locations'; record: Location } | { kind: 'contacts'; record: Contact };

interface Other {
  id: string;
  name: string;
  email?: string | null;
}

function listed({ kind, record }: Mergeable, q: string, signal: AbortSignal): Promise<{ items: readonly Other[] }> {
  const params = { query: { client: record.client_id, q, limit: OFFERED } };
  return kind === 'locations' ? unwrap(api.GET('/locations', { params, signal })) : unwrap(api.GET('/contacts', { params, signal }));
}

export const othersQuery = (tenant: string, place: Mergeable, q: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, place.kind, 'others', place.record.id, q] as const,
    queryFn: async ({ signal }) => (await listed(place, q, signal)).items.filter((each) => each.id !== place.record.id),
    placeholderData: keepPreviousData,
  });

async function preview({ kind, record }: Mergeable, others: readonly string[], signal: AbortSignal): Promise<{ assets: number; contacts: number }> {
  const ask = { params: { path: { id: record.id } }, body: { others: [...others] }, signal };
  if (kind === 'locations') return unwrap(api.POST('/locations/{id}/merge/preview', ask));
  return { ...(await unwrap(api.POST('/contacts/{id}/merge/preview', ask))), contacts: 0 };
}

/** Counted anew each time: it is about to be acted on. */
export const mergePreviewQuery = (tenant: string, place: Mergeable, others: readonly string[]) =>
  queryOptions({
    queryKey: ['tenant', tenant, place.kind, 'merge-preview', place.record.id, others] as const,
    queryFn: ({ signal }) => preview(place, others, signal),
    staleTime: 0,
  });

export function useMerge(tenant: string, { kind, record }: Mergeable) {
  const queryClient = useQueryClient();
  const undo = useUndo();
  const t = useT();
  const { id, name } = record;
  return useMutation({
    mutationFn: async (others: readonly string[]) => {
      const ask = { params: { path: { id } }, body: { others: [...others] } };
      const { changeSet } = await (kind === 'locations' ? unwrapTagged(api.POST('/locations/{id}/merge', ask)) : unwrapTagged(api.POST('/contacts/{id}/merge', ask)));
      if (changeSet !== null) undo.offer(t('places.merged', { name }), { changeSet, what: t('places.mergeOf', { name }) });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tenant', tenant] }),
  });
}
