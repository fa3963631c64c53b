import { useMutation, useQueryClient } from '@tanstack/react-query';
import { assetChanges, type NewAsset } from '@/shared/api/bodies';
import { api, etagOf, unwrap, unwrapTagged } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import { isProblem, type ApiProblem } from '@/shared/api/problem';
import { assetOf } from '@/shared/api/assetOf';
import type { Asset } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { problemTitle } from '@/shared/ui/problemText';
import { useUndo } from '@/shared/undo/UndoProvider';
import { titleOf } from '../fieldValue';
import { assetKeys } from './assetQueries';

export interface AssetPatch {
  id: string;
  version: number;
  changes: Record<string, unknown>;
}

/** Writes only if nobody else wrote since `version`; a 412 comes back with what is there now. */
export function usePatchAsset(tenant: string) {
  const queryClient = useQueryClient();
  const undo = useUndo();
  const t = useT();
  return useMutation<Asset, Error, AssetPatch>({
    mutationFn: async ({ id, version, changes }) => {
      const { data, changeSet } = await unwrapTagged(
        api.PATCH('/assets/{id}', {
          params: { path: { id }, header: { 'If-Match': etagOf(version) } },
          body: assetChanges(changes),
        }),
      );
      const name = titleOf(data);
      if (changeSet !== null) undo.offer(t('assets.saved', { name }), { changeSet, what: t('undo.changeOf', { name }) });
      return data;
    },
    onSuccess: (asset) => {
      queryClient.setQueryData(assetKeys.detail(tenant, asset.id), asset);
      void queryClient.invalidateQueries({ queryKey: assetKeys.history(tenant, asset.id) });
    },
  });
}

export function useCreateAsset(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation<Asset, Error, { body: NewAsset; key: string }>({
    mutationFn: ({ body, key }) => unwrap(api.POST('/assets', { params: { header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: assetKeys.all(tenant) }),
  });
}

export function useDeleteAsset(tenant: string) {
  const queryClient = useQueryClient();
  const undo = useUndo();
  const t = useT();
  return useMutation<undefined, Error, { id: string; version: number; name: string }>({
    mutationFn: async ({ id, version, name }) => {
      const { changeSet } = await unwrapTagged(
        api.DELETE('/assets/{id}', { params: { path: { id }, header: { 'If-Match': etagOf(version) } } }),
      );
      undo.offer(t('assets.deleted', { name }), changeSet === null ? null : { changeSet, what: t('undo.deletingOf', { name }) });
      return undefined;
    },
    onSuccess: (_nothing, { id }) => {
      queryClient.removeQueries({ queryKey: assetKeys.detail(tenant, id) });
    },
  });
}

type ExportRequest = JsonBody<paths['/assets/export']['post']>;

export const useExportAssets = () =>
  useMutation({ mutationFn: (body: ExportRequest) => unwrap(api.POST('/assets/export', { body })) });

/** What the server holds now, when a write lost against another one. */
export function conflictOf(error: unknown): { problem: ApiProblem; current: Asset | null } | null {
  if (!isProblem(error) || error.status !== 412) return null;
  return { problem: error, current: assetOf(error.body.current) };
}

/** What is wrong with one field, in the server's words. */
export function fieldMessage(error: unknown, field: string): string {
  return (isProblem(error) ? error.fieldErrors[field] : undefined) ?? problemTitle(error);
}
