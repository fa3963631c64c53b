import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { View, ViewList } from '@/shared/api/types';
import { usePreference } from '@/shared/session/preferences';
import { useTenant } from '@/shared/session/tenant';

export type NewView = JsonBody<paths['/views']['post']>;
export type ViewChange = JsonBody<paths['/views/{id}']['patch']>;
export type Audience = JsonBody<paths['/views/{id}/default']['put']>;

export const NO_VIEWS: ViewList = { items: [], default_id: null, default_from: null };

const keyOf = (tenant: string) => ['tenant', tenant, 'views'] as const;

export const viewsQuery = (tenant: string, module: string, client: string | undefined) =>
  queryOptions({
    queryKey: [...keyOf(tenant), module, client ?? null] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/views', { params: { query: { module, ...(client === undefined ? {} : { client }) } }, signal })),
    staleTime: 60_000,
  });

/** Everything that can be done to views; the lists are read anew after each. */
export function useViewWrites() {
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: keyOf(slug) });
  const create = useMutation<View, Error, NewView>({
    mutationFn: (body) => unwrap(api.POST('/views', { body })),
    onSuccess: refresh,
  });
  const update = useMutation<View, Error, { view: View; change: ViewChange }>({
    mutationFn: ({ view, change }) =>
      unwrap(api.PATCH('/views/{id}', { params: { path: { id: view.id }, header: { 'If-Match': etagOf(view.version) } }, body: change })),
    onSettled: refresh,
  });
  const remove = useMutation<undefined, Error, { view: View; endHabits?: boolean }>({
    mutationFn: ({ view, endHabits = false }) =>
      unwrap(api.DELETE('/views/{id}', { params: { path: { id: view.id }, header: { 'If-Match': etagOf(view.version) }, query: { end_habits: endHabits } } })),
    onSettled: refresh,
  });
  const choose = useMutation<undefined, Error, { id: string; audience: Audience }>({
    mutationFn: ({ id, audience }) => unwrap(api.PUT('/views/{id}/default', { params: { path: { id } }, body: audience })),
    onSuccess: refresh,
  });
  const drop = useMutation<undefined, Error, { id: string; audience: Audience }>({
    mutationFn: ({ id, audience }) => unwrap(api.POST('/views/{id}/default/drop', { params: { path: { id } }, body: audience })),
    onSuccess: refresh,
  });
  return { create, update, remove, choose, drop };
}

/** The view as it can be made again: same id, so that links and defaults lead to it as before. */
export const againOf = ({ id, module, name, filter, sort, columns, density, quick, sharing, client_id }: View): NewView => ({
  id,
  module,
  name,
  filter,
  sort,
  columns,
  density,
  quick,
  sharing,
  client_id,
});

const readIds = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Where in the navigation a list stands, so that its views can be kept below it. */
const PLACES: Readonly<Record<string, string>> = {
  assets: '/assets',
  clients: '/clients',
  imports: '/imports',
  reviews: '/reviews',
  jobs: '/jobs',
  audit: '/audit',
  members: '/settings/users',
};

/** Locations and contacts stand at their client, and nowhere as long as none is chosen. */
export const isOfClient = (module: string): boolean => module === 'locations' || module === 'contacts';

export function placeOfList(module: string, client?: string): string | null {
  if (isOfClient(module)) return client === undefined ? null : `/clients/${client}`;
  return PLACES[module] ?? null;
}

/** Views of a list that this person keeps in the navigation, in the order they were pinned. */
export function usePinnedViews(module: string): { pinned: readonly string[]; setPinned: (id: string, on: boolean) => void } {
  const [pinned, change] = usePreference(module === 'assets' ? 'views.pinned' : `views.pinned.${module}`, readIds);
  return {
    pinned,
    setPinned: (id, on) => change(on ? [...pinned.filter((each) => each !== id), id] : pinned.filter((each) => each !== id)),
  };
}
