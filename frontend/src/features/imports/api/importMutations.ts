import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { ChoiceWrite, FixWrite, LayoutWrite, MappingWrite, PresetWrite, RunWrite, WizardStep } from '@/shared/api/importTypes';
import { importKeys } from './importQueries';

const at = (id: string) => ({ params: { path: { id } } });

/** What was read about the import is read again; the record is replaced at once where the server sent it. */
const readAgain = (queryClient: QueryClient, tenant: string, id: string) =>
  queryClient.invalidateQueries({ queryKey: importKeys.detail(tenant, id) });

/** Remembers where the person is, so another device lands on the same step. */
export function useStepMemory(tenant: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (step: WizardStep) => unwrap(api.PATCH('/imports/{id}', { ...at(id), body: { step } })),
    onSuccess: (record) => queryClient.setQueryData(importKeys.detail(tenant, id), record),
  });
}

export function useChooseClient(tenant: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (clientId: string | null) => unwrap(api.PATCH('/imports/{id}', { ...at(id), body: { client_id: clientId } })),
    onSuccess: () => readAgain(queryClient, tenant, id),
  });
}

export function useWriteLayout(tenant: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: LayoutWrite) => unwrap(api.PUT('/imports/{id}/layout', { ...at(id), body })),
    onSuccess: (layout) => {
      queryClient.setQueryData(importKeys.part(tenant, id, 'layout'), layout);
      queryClient.removeQueries({ queryKey: importKeys.part(tenant, id, 'mapping') });
      return queryClient.invalidateQueries({ queryKey: importKeys.detail(tenant, id), exact: true });
    },
  });
}

export function useWriteMapping(tenant: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: MappingWrite) => unwrap(api.PUT('/imports/{id}/mapping', { ...at(id), body })),
    onSuccess: async (record) => {
      queryClient.setQueryData(importKeys.detail(tenant, id), record);
      await queryClient.invalidateQueries({ queryKey: importKeys.part(tenant, id, 'mapping') });
      void queryClient.invalidateQueries({ queryKey: importKeys.part(tenant, id, 'values') });
    },
  });
}

export function usePresetMutations(tenant: string, id: string) {
  const queryClient = useQueryClient();
  const listAgain = () => queryClient.invalidateQueries({ queryKey: importKeys.presets(tenant) });
  const bothAgain = () => Promise.all([listAgain(), readAgain(queryClient, tenant, id)]);
  const apply = useMutation({
    mutationFn: (preset: string) => unwrap(api.POST('/imports/{id}/apply-preset', { ...at(id), body: { preset } })),
    onSuccess: () => readAgain(queryClient, tenant, id),
  });
  const guess = useMutation({
    mutationFn: () => unwrap(api.POST('/imports/{id}/mapping/guess', at(id))),
    onSuccess: () => readAgain(queryClient, tenant, id),
  });
  const save = useMutation({
    mutationFn: (body: Omit<PresetWrite, 'import_id'>) => unwrap(api.POST('/import-presets', { body: { ...body, import_id: id } })),
    onSuccess: bothAgain,
  });
  const replace = useMutation({
    mutationFn: (preset: string) => unwrap(api.PATCH('/import-presets/{id}', { ...at(preset), body: { import_id: id } })),
    onSuccess: bothAgain,
  });
  return { apply, guess, save, replace };
}

export function useRenamePreset(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) => unwrap(api.PATCH('/import-presets/{id}', { ...at(id), body: { name } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: importKeys.presets(tenant) }),
  });
}

export function useDeletePreset(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/import-presets/{id}', at(id))),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: importKeys.presets(tenant) }),
  });
}

export function useRunImport(tenant: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RunWrite) => unwrap(api.POST('/imports/{id}/run', { ...at(id), body })),
    onSettled: () => readAgain(queryClient, tenant, id),
  });
}

export function useFixes(tenant: string, id: string) {
  const queryClient = useQueryClient();
  const again = () => readAgain(queryClient, tenant, id);
  const fix = useMutation({
    mutationFn: (body: FixWrite) => unwrap(api.POST('/imports/{id}/fixes', { ...at(id), body })),
    onSuccess: again,
  });
  const undo = useMutation({ mutationFn: () => unwrap(api.POST('/imports/{id}/fixes/undo', at(id))), onSuccess: again });
  const redo = useMutation({ mutationFn: () => unwrap(api.POST('/imports/{id}/fixes/redo', at(id))), onSuccess: again });
  return { fix, undo, redo };
}

export function useChoose(tenant: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ChoiceWrite) => unwrap(api.PUT('/imports/{id}/choices', { ...at(id), body })),
    onSuccess: () => readAgain(queryClient, tenant, id),
  });
}

/** An import of the failed rows alone. */
export const useRetryImport = (id: string) => useMutation({ mutationFn: () => unwrap(api.POST('/imports/{id}/retry', at(id))) });

export function useDeleteImport(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/imports/{id}', at(id))),
    onSuccess: (_nothing, id) => {
      queryClient.removeQueries({ queryKey: importKeys.detail(tenant, id) });
      return queryClient.invalidateQueries({ queryKey: importKeys.all(tenant) });
    },
  });
}
