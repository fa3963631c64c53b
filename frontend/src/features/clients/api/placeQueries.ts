import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { Client, Contact, Location, Page } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

export type PlaceKind = 'clients' | 'locations' | 'contacts';

interface PlaceOf {
  clients: Client;
  locations: Location;
  contacts: Contact;
}

export const placeKeys = {
  all: (tenant: string) => ['tenant', tenant, 'places'] as const,
  client: (tenant: string, id: string) => [...placeKeys.all(tenant), 'client', id] as const,
};

export const clientQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: placeKeys.client(tenant, id),
    queryFn: ({ signal }) => unwrap(api.GET('/clients/{id}', { params: { path: { id } }, signal })),
  });

/** Exact numbers of assets by the id of a client, location or contact. */
export const spreadQuery = (tenant: string, by: 'client' | 'location' | 'contact', client?: string) =>
  queryOptions({
    queryKey: [...placeKeys.all(tenant), 'spread', by, client] as const,
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/assets/spread', { params: { query: { by, ...(client === undefined ? {} : { client }) } }, signal }))).assets,
  });

export interface ListScope {
  tenant: string;
  client?: string | undefined;
  q: string;
  /** Raised after a write, so the list is read again. */
  round: number;
}

function source<K extends PlaceKind>(
  kind: K,
  { tenant, client, q, round }: ListScope,
  fetch: (query: { cursor?: string; limit: number; q?: string; client?: string }, signal: AbortSignal) => Promise<Page<PlaceOf[K]>>,
): RowSource<PlaceOf[K]> {
  const key = `${kind}:${tenant}:${client ?? ''}:${q}`;
  const list = listSource<PlaceOf[K]>(`${key}:${String(round)}`, (cursor, limit, signal) =>
    fetch({ limit, ...(cursor ? { cursor } : {}), ...(q === '' ? {} : { q }), ...(client === undefined ? {} : { client }) }, signal),
  );
  return { ...list, orderKey: key };
}

export const clientSource = (scope: ListScope) =>
  source('clients', scope, (query, signal) => unwrap(api.GET('/clients', { params: { query }, signal })));

export const locationSource = (scope: ListScope) =>
  source('locations', scope, (query, signal) => unwrap(api.GET('/locations', { params: { query }, signal })));

export const contactSource = (scope: ListScope) =>
  source('contacts', scope, (query, signal) => unwrap(api.GET('/contacts', { params: { query }, signal })));

interface Versioned {
  id: string;
  version: number;
}

/** `create` for a new record, else changes of the one that was read. */
export type SaveInput<New, Changes> = { create: New } | { existing: Versioned; changes: Changes };

export interface PlaceResource<New, Changes> {
  save: (input: SaveInput<New, Changes>) => Promise<{ id: string }>;
  remove: (record: Versioned) => Promise<undefined>;
}

/** What such a resource is made with, and changed with. */
export type New<R> = R extends PlaceResource<infer Body, never> ? Body : never;
export type Changes<R> = R extends PlaceResource<never, infer Body> ? Body : never;

const at = ({ id, version }: Versioned) => ({ path: { id }, header: { 'If-Match': etagOf(version) } });

export const clientResource: PlaceResource<JsonBody<paths['/clients']['post']>, JsonBody<paths['/clients/{id}']['patch']>> = {
  save: (input) =>
    'create' in input
      ? unwrap(api.POST('/clients', { body: input.create }))
      : unwrap(api.PATCH('/clients/{id}', { params: at(input.existing), body: input.changes })),
  remove: (record) => unwrap(api.DELETE('/clients/{id}', { params: at(record) })),
};

export const locationResource: PlaceResource<JsonBody<paths['/locations']['post']>, JsonBody<paths['/locations/{id}']['patch']>> = {
  save: (input) =>
    'create' in input
      ? unwrap(api.POST('/locations', { body: input.create }))
      : unwrap(api.PATCH('/locations/{id}', { params: at(input.existing), body: input.changes })),
  remove: (record) => unwrap(api.DELETE('/locations/{id}', { params: at(record) })),
};

export const contactResource: PlaceResource<JsonBody<paths['/contacts']['post']>, JsonBody<paths['/contacts/{id}']['patch']>> = {
  save: (input) =>
    'create' in input
      ? unwrap(api.POST('/contacts', { body: input.create }))
      : unwrap(api.PATCH('/contacts/{id}', { params: at(input.existing), body: input.changes })),
  remove: (record) => unwrap(api.DELETE('/contacts/{id}', { params: at(record) })),
};

/** A client added or renamed must show at once in the header's scope too. */
function useAfterWrite(tenant: string): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: placeKeys.all(tenant) });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'context'] });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'look-up'] });
  };
}

export function usePlace<New, Changes>(tenant: string, resource: PlaceResource<New, Changes>) {
  const onSuccess = useAfterWrite(tenant);
  return { save: useMutation({ mutationFn: resource.save, onSuccess }), remove: useMutation({ mutationFn: resource.remove, onSuccess }) };
}
