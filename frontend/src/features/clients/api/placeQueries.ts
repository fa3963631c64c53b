import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
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

interface ListScope {
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

export interface SaveInput {
  /** Absent for a new record. */
  existing?: { id: string; version: number };
  body: Record<string, unknown>;
}

function savePlace(kind: PlaceKind, { existing, body }: SaveInput): Promise<{ id: string }> {
  if (existing === undefined) {
    if (kind === 'clients') return unwrap(api.POST('/clients', { body }));
    return kind === 'locations' ? unwrap(api.POST('/locations', { body })) : unwrap(api.POST('/contacts', { body }));
  }
  const params = { path: { id: existing.id }, header: { 'If-Match': etagOf(existing.version) } };
  if (kind === 'clients') return unwrap(api.PATCH('/clients/{id}', { params, body }));
  return kind === 'locations'
    ? unwrap(api.PATCH('/locations/{id}', { params, body }))
    : unwrap(api.PATCH('/contacts/{id}', { params, body }));
}

function deletePlace(kind: PlaceKind, { id, version }: { id: string; version: number }): Promise<undefined> {
  const params = { path: { id }, header: { 'If-Match': etagOf(version) } };
  if (kind === 'clients') return unwrap(api.DELETE('/clients/{id}', { params }));
  return kind === 'locations' ? unwrap(api.DELETE('/locations/{id}', { params })) : unwrap(api.DELETE('/contacts/{id}', { params }));
}

/** A client added or renamed must show at once in the header's scope too. */
function useAfterWrite(tenant: string): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: placeKeys.all(tenant) });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'context'] });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'look-up'] });
  };
}

export function useSavePlace(tenant: string, kind: PlaceKind) {
  const after = useAfterWrite(tenant);
  return useMutation({ mutationFn: (input: SaveInput) => savePlace(kind, input), onSuccess: after });
}

export function useDeletePlace(tenant: string, kind: PlaceKind) {
  const after = useAfterWrite(tenant);
  return useMutation({ mutationFn: (record: { id: string; version: number }) => deletePlace(kind, record), onSuccess: after });
}
