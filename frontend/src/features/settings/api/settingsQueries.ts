import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';

const settingsKeys = {
  all: (tenant: string) => ['tenant', tenant, 'settings'] as const,
  list: (tenant: string, kind: string) => [...settingsKeys.all(tenant), kind] as const,
};

const LIMIT = { params: { query: { limit: 500 } } };

export const membersQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'users'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/users', { ...LIMIT, signal }))).items,
  });

export const rolesQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'roles'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/roles', { ...LIMIT, signal }))).items,
  });

export const tokensQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'tokens'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/tokens', { ...LIMIT, signal }))).items,
  });

export const typesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'asset-types'] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/asset-types', { ...LIMIT, signal }))).items,
  });

export const customFieldsQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'custom-fields'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/custom-fields', { ...LIMIT, signal }))).items,
  });

export type SettingKind = 'users' | 'roles' | 'tokens' | 'asset-types' | 'custom-fields';

interface Existing {
  id: string;
  version?: number;
}

export interface SettingInput {
  existing?: Existing;
  body: Record<string, unknown>;
}

const paramsOf = ({ id, version }: Existing) => ({ path: { id }, header: { 'If-Match': etagOf(version ?? 1) } });

function create(kind: SettingKind, body: Record<string, unknown>): Promise<unknown> {
  switch (kind) {
    case 'users':
      return unwrap(api.POST('/users', { body }));
    case 'roles':
      return unwrap(api.POST('/roles', { body }));
    case 'tokens':
      return unwrap(api.POST('/tokens', { body }));
    case 'asset-types':
      return unwrap(api.POST('/asset-types', { body }));
    case 'custom-fields':
      return unwrap(api.POST('/custom-fields', { body }));
  }
}

function update(kind: SettingKind, existing: Existing, body: Record<string, unknown>): Promise<unknown> {
  const params = paramsOf(existing);
  switch (kind) {
    case 'users':
      return unwrap(api.PATCH('/users/{id}', { params, body }));
    case 'roles':
      return unwrap(api.PATCH('/roles/{id}', { params, body }));
    case 'tokens':
      return unwrap(api.PATCH('/tokens/{id}', { params, body }));
    case 'asset-types':
      return unwrap(api.PATCH('/asset-types/{id}', { params, body }));
    case 'custom-fields':
      return unwrap(api.PATCH('/custom-fields/{id}', { params, body }));
  }
}

function remove(kind: SettingKind, existing: Existing): Promise<unknown> {
  const params = paramsOf(existing);
  switch (kind) {
    case 'users':
      return unwrap(api.DELETE('/users/{id}', { params }));
    case 'roles':
      return unwrap(api.DELETE('/roles/{id}', { params }));
    case 'tokens':
      return unwrap(api.DELETE('/tokens/{id}', { params }));
    case 'asset-types':
      return unwrap(api.DELETE('/asset-types/{id}', { params }));
    case 'custom-fields':
      return unwrap(api.DELETE('/custom-fields/{id}', { params }));
  }
}

/** A new type or field changes the catalogue every screen draws from. */
function useAfterWrite(tenant: string): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: settingsKeys.all(tenant) });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'fields'] });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'asset-types'] });
  };
}

export function useSaveSetting(tenant: string, kind: SettingKind) {
  const after = useAfterWrite(tenant);
  return useMutation({
    mutationFn: ({ existing, body }: SettingInput) => (existing === undefined ? create(kind, body) : update(kind, existing, body)),
    onSuccess: after,
  });
}

export function useDeleteSetting(tenant: string, kind: SettingKind) {
  const after = useAfterWrite(tenant);
  return useMutation({ mutationFn: (existing: Existing) => remove(kind, existing), onSuccess: after });
}

export function useCreateToken(tenant: string) {
  const after = useAfterWrite(tenant);
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => unwrap(api.POST('/tokens', { body })),
    onSuccess: after,
  });
}
