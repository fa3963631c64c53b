import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap, unwrapTagged } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { BulkTemplate } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';

type NewTemplate = JsonBody<paths['/bulk-templates']['post']>;
type TemplateChange = JsonBody<paths['/bulk-templates/{id}']['patch']>;

const keyOf = (tenant: string) => ['tenant', tenant, 'bulk-templates'] as const;
const at = ({ id, version }: Pick<BulkTemplate, 'id' | 'version'>) => ({ path: { id }, header: { 'If-Match': etagOf(version) } });

export const templatesQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keyOf(tenant), 'list'] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/bulk-templates', { signal }))).items,
    staleTime: 60_000,
  });

export const versionsQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(tenant), 'versions', id] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/bulk-templates/{id}/versions', { params: { path: { id } }, signal }))).items,
  });

/** Everything that can be done to templates; the list is read anew after each. */
export function useTemplateWrites() {
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keyOf(slug) });
  const create = useMutation<BulkTemplate, Error, NewTemplate>({
    mutationFn: (body) => unwrap(api.POST('/bulk-templates', { body })),
    onSettled,
  });
  const update = useMutation<BulkTemplate, Error, { template: BulkTemplate; change: TemplateChange }>({
    mutationFn: ({ template, change }) => unwrap(api.PATCH('/bulk-templates/{id}', { params: at(template), body: change })),
    onSettled,
  });
  const remove = useMutation<string | null, Error, BulkTemplate>({
    mutationFn: async (template) => (await unwrapTagged(api.DELETE('/bulk-templates/{id}', { params: at(template) }))).changeSet,
    onSettled,
  });
  return { create, update, remove };
}
