import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { components } from '@/shared/api/schema';

type Schemas = components['schemas'];
export type ChangeSet = Schemas['ChangeSetRead'];
export type UndoPreview = Schemas['UndoPreview'];
export type Undo = Schemas['UndoRead'];
export type UndoWrite = JsonBody<paths['/change-sets/{id}/undo']['post']>;

/** What an import wrote. Its own door closes after a while; the change set's is for the way forth again. */
export interface Undoable {
  changeSetId: string;
  importId: string;
}

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

export const undoPreviewQuery = (tenant: string, { changeSetId, importId }: Undoable) =>
  queryOptions({
    queryKey: [...undoKeys.all(tenant), 'preview', changeSetId] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/imports/{id}/undo', { ...at(importId), signal })),
    staleTime: 0,
    gcTime: 0,
  });

/** Undoing touches whatever is on screen, so everything of the tenant is read again. */
function useReadAll(tenant: string) {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ['tenant', tenant] });
}

export function useUndoImport(tenant: string, importId: string) {
  const onSettled = useReadAll(tenant);
  return useMutation({ mutationFn: (body: UndoWrite) => unwrap(api.POST('/imports/{id}/undo', { ...at(importId), body })), onSettled });
}

/** Takes the undo back: all that the import wrote stands again. */
export function useRedoImport(tenant: string) {
  const onSettled = useReadAll(tenant);
  return useMutation({
    mutationFn: (changeSetId: string) => unwrap(api.POST('/change-sets/{id}/undo', { ...at(changeSetId), body: {} })),
    onSettled,
  });
}
