import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { formatDateTime } from '@/shared/i18n/format';
import { announceChanges } from '@/shared/undo/recordChanges';
import { useUndo } from '@/shared/undo/UndoProvider';
import { assetKeys } from '../api/assetQueries';

/** What a history is narrowed to; moments as the API takes them. */
export interface HistoryFilter {
  actor?: string;
  origin?: string;
  field?: string;
  from?: string;
  to?: string;
}

const initialCursor = (): string | null => null;

export const historyQuery = (tenant: string, id: string, filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: [...assetKeys.history(tenant, id), filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/assets/{id}/history', {
          params: { path: { id }, query: { ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: initialCursor(),
    getNextPageParam: (page) => page.next_cursor,
  });

export const historyFacetsQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...assetKeys.history(tenant, id), 'facets'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/assets/{id}/history/facets', { params: { path: { id } }, signal })),
  });

export const momentQuery = (tenant: string, id: string, at: string) =>
  queryOptions({
    queryKey: [...assetKeys.history(tenant, id), 'as-of', at] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/assets/{id}/as-of', { params: { path: { id }, query: { at } }, signal })),
  });

/** From one moment to another; `to` null is now, by the server's clock. */
export const comparisonQuery = (tenant: string, id: string, from: string, to: string | null) =>
  queryOptions({
    queryKey: [...assetKeys.history(tenant, id), 'compare', from, to] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/assets/{id}/compare', { params: { path: { id }, query: { from, ...(to === null ? {} : { to }) } }, signal })),
  });

export interface Restoring {
  at: string;
  /** Left out: the whole asset, with identifiers and all parts. */
  fields?: readonly { id: string; label: string }[];
}

/** Brings an asset, or some of its fields, back to a moment, and offers the way back from that. */
export function useRestore(id: string, name: string) {
  const t = useT();
  const undo = useUndo();
  return useMutation({
    mutationFn: async ({ at, fields }: Restoring) => {
      const body = { at, ...(fields === undefined ? {} : { fields: fields.map((field) => field.id) }) };
      const done = await unwrap(api.POST('/assets/{id}/restore', { params: { path: { id } }, body }));
      const when = formatDateTime(at);
      const { change_set_id: changeSet } = done;
      const told =
        fields === undefined
          ? t('timeline.restored', { name, when })
          : t('timeline.restoredFields', { name, when, fields: fields.map((field) => field.label).join(', ') });
      undo.offer(changeSet === null ? t('timeline.soAlready') : told, changeSet === null ? null : { changeSet, what: t('timeline.restoringOf', { name }) });
      announceChanges();
      return done;
    },
  });
}
