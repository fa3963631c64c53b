import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type ChangeSet = Schemas['ChangeSetRead'];

const POLL_MS = 1_500;
const undoKeys = { all: (tenant: string) => ['tenant', tenant, 'undo'] as const };
const at = (id: string) => ({ params: { path: { id } } });

export const changeSetQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...undoKeys.all(tenant), 'change-set', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/change-sets/{id}', { ...at(id), signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'undoing' ? POLL_MS : false),
  });

export const undoQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: [...undoKeys.all(tenant), 'one', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/undos/{id}', { ...at(id), signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });

/** Takes the undo back: all that the import wrote stands again. */
export function useRedoImport(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (changeSetId: string) => unwrap(api.POST('/change-sets/{id}/undo', { ...at(changeSetId), body: {} })),
    // Whatever is on screen may be among it.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tenant', tenant] }),
  });
}
