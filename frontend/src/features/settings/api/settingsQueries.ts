import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { AssetType, CustomField, Member, Role } from '@/shared/api/types';

const settingsKeys = {
  all: (tenant: string) => ['tenant', tenant, 'settings'] as const,
  list: (tenant: string, kind: string) => [...settingsKeys.all(tenant), kind] as const,
};

const LIMIT = { params: { query: { limit: 1000 } } };

export const rolesQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'roles'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/roles', { ...LIMIT, signal }))).items,
  });

export const permissionsQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'permissions'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/roles/permissions', { signal }))).items,
    staleTime: Infinity,
  });

export const fieldUsageQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'field-usage'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/custom-fields/usage', { signal }))).assets,
  });

export const assetsByTypeQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'by-type'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/assets/spread', { params: { query: { by: 'type' } }, signal }))).assets,
  });

export const tokensQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'tokens'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/tokens', { ...LIMIT, signal }))).items,
  });

export const typesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'asset-types'] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/asset-types', { signal }))).items,
  });

export const customFieldsQuery = (tenant: string) =>
  queryOptions({
    queryKey: settingsKeys.list(tenant, 'custom-fields'),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/custom-fields', { signal }))).items,
  });

interface Versioned {
  id: string;
  version: number;
}

/** What can be done to one kind of record; `New` and `Changes` are the bodies the document asks for. */
export interface Resource<Item extends Versioned, New, Changes, Made = Item> {
  create: (body: New) => Promise<Made>;
  update: (item: Item, body: Changes) => Promise<unknown>;
  remove: (item: Item) => Promise<unknown>;
}

export type NewMember = JsonBody<paths['/users']['post']>;
export type MemberChanges = JsonBody<paths['/users/{id}']['patch']>;
export type NewRole = JsonBody<paths['/roles']['post']>;
export type RoleChanges = JsonBody<paths['/roles/{id}']['patch']>;
export type NewType = JsonBody<paths['/asset-types']['post']>;
export type TypeChanges = JsonBody<paths['/asset-types/{id}']['patch']>;
export type NewCustomField = JsonBody<paths['/custom-fields']['post']>;
export type CustomFieldChanges = JsonBody<paths['/custom-fields/{id}']['patch']>;
export type NewToken = JsonBody<paths['/tokens']['post']>;

const at = ({ id, version }: Versioned) => ({ path: { id }, header: { 'If-Match': etagOf(version) } });

export const memberResource = {
  create: (body: NewMember) => unwrap(api.POST('/users', { body })),
  update: (item: Member, body: MemberChanges) => unwrap(api.PATCH('/users/{id}', { params: at(item), body })),
  remove: (item: Member) => unwrap(api.DELETE('/users/{id}', { params: at(item) })),
};

export function useMemberWrites(tenant: string) {
  const onSuccess = useAfterWrite(tenant);
  const of = (id: string) => ({ params: { path: { id } } });
  return {
    inviteAgain: useMutation({ mutationFn: (id: string) => unwrap(api.POST('/users/{id}/invitation', of(id))), onSuccess }),
    setActive: useMutation({
      mutationFn: ({ member, isActive }: { member: Member; isActive: boolean }) => memberResource.update(member, { is_active: isActive }),
      onSuccess,
    }),
    resetFactor: useMutation({ mutationFn: (id: string) => unwrap(api.POST('/users/{id}/reset-second-factor', of(id))), onSuccess }),
  };
}

export const roleResource = {
  create: (body: NewRole) => unwrap(api.POST('/roles', { body })),
  update: (item: Role, body: RoleChanges) => unwrap(api.PATCH('/roles/{id}', { params: at(item), body })),
  remove: (item: Role) => unwrap(api.DELETE('/roles/{id}', { params: at(item) })),
};

export const typeResource = {
  create: (body: NewType) => unwrap(api.POST('/asset-types', { body })),
  update: (item: AssetType, body: TypeChanges) => unwrap(api.PATCH('/asset-types/{id}', { params: at(item), body })),
  remove: (item: AssetType) => unwrap(api.DELETE('/asset-types/{id}', { params: at(item) })),
};

/** What a change of a field would find among the assets. Asked anew each time: it is about to be acted on. */
export const fieldImpactQuery = (tenant: string, { id }: CustomField, body: CustomFieldChanges) =>
  queryOptions({
    queryKey: [...settingsKeys.list(tenant, 'field-impact'), id, body] as const,
    queryFn: ({ signal }) => unwrap(api.POST('/custom-fields/{id}/impact', { params: { path: { id } }, body, signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

export const customFieldResource = {
  create: (body: NewCustomField) => unwrap(api.POST('/custom-fields', { body })),
  update: (item: CustomField, body: CustomFieldChanges) => unwrap(api.PATCH('/custom-fields/{id}', { params: at(item), body })),
  remove: (item: CustomField) => unwrap(api.DELETE('/custom-fields/{id}', { params: at(item) })),
  discard: (item: CustomField) => unwrap(api.DELETE('/custom-fields/{id}', { params: { ...at(item), query: { discard_values: true } } })),
};

/** A new type or field changes the catalogue every screen draws from. */
function useAfterWrite(tenant: string): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: settingsKeys.all(tenant) });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'fields'] });
    await queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'asset-types'] });
  };
}

export function useResource<Item extends Versioned, New, Changes, Made>(tenant: string, resource: Resource<Item, New, Changes, Made>) {
  const onSuccess = useAfterWrite(tenant);
  return {
    create: useMutation({ mutationFn: resource.create, onSuccess }),
    update: useMutation({ mutationFn: ({ item, body }: { item: Item; body: Changes }) => resource.update(item, body), onSuccess }),
    remove: useMutation({ mutationFn: resource.remove, onSuccess }),
  };
}

/** Takes a custom field away, with its values when there are some; and puts fields in another order. */
export function useFieldWrites(tenant: string) {
  const onSuccess = useAfterWrite(tenant);
  return {
    remove: useMutation({
      mutationFn: ({ field, discard }: { field: CustomField; discard: boolean }) => (discard ? customFieldResource.discard(field) : customFieldResource.remove(field)),
      onSuccess,
    }),
    place: useMutation({
      mutationFn: async (order: readonly CustomField[]) => {
        for (const [position, field] of order.entries()) if (field.position !== position) await customFieldResource.update(field, { position });
      },
      onSettled: onSuccess,
    }),
  };
}

export function useTokenWrites(tenant: string) {
  const onSuccess = useAfterWrite(tenant);
  return {
    create: useMutation({ mutationFn: (body: NewToken) => unwrap(api.POST('/tokens', { body })), onSuccess }),
    revoke: useMutation({ mutationFn: (id: string) => unwrap(api.DELETE('/tokens/{id}', { params: { path: { id } } })), onSuccess }),
  };
}
