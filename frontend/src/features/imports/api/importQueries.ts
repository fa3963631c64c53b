import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { multipart } from '@/shared/api/bodies';
import { api, unwrap } from '@/shared/api/client';
import type { ImportRecord, ImportRow, ImportState } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

const importKeys = {
  all: (tenant: string) => ['tenant', tenant, 'imports'] as const,
  detail: (tenant: string, id: string) => [...importKeys.all(tenant), id] as const,
};

/** States in which the server is at work, so the page keeps asking. */
const MOVING: ReadonlySet<ImportState> = new Set(['uploaded', 'reading', 'checking', 'running']);
const POLL_MS = 1_500;

export const isMoving = (record: ImportRecord): boolean => MOVING.has(record.state);

export const importQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.detail(tenant, id),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data !== undefined && isMoving(query.state.data) ? POLL_MS : false),
  });

export const importsSource = (tenant: string): RowSource<ImportRecord> =>
  listSource(`imports:${tenant}`, (cursor, limit, signal) =>
    unwrap(api.GET('/imports', { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal })),
  );

export type ImportRowItem = ImportRow & { id: string };

export const importRowsSource = (tenant: string, id: string, outcome: ImportRow['outcome']): RowSource<ImportRowItem> =>
  listSource(`import-rows:${tenant}:${id}:${outcome}`, async (cursor, limit, signal) => {
    const page = await unwrap(
      api.GET('/imports/{id}/rows', { params: { path: { id }, query: { outcome, limit, ...(cursor ? { cursor } : {}) } }, signal }),
    );
    return { ...page, items: page.items.map((row) => ({ ...row, id: String(row.row) })) };
  });

export interface UploadInput {
  file: File;
  clientId: string | null;
  createMissing: boolean;
}

export const useUpload = () =>
  useMutation({
    mutationFn: ({ file, clientId, createMissing }: UploadInput) => {
      return unwrap(api.POST('/imports', { body: multipart({ file, client_id: clientId, create_missing: createMissing }) }));
    },
  });

export function useImportSteps(tenant: string, id: string) {
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: importKeys.detail(tenant, id) });
  const map = useMutation({
    mutationFn: (columns: { index: number; field: string | null }[]) =>
      unwrap(api.PUT('/imports/{id}/mapping', { params: { path: { id } }, body: { columns } })),
    onSuccess: (record) => queryClient.setQueryData(importKeys.detail(tenant, id), record),
  });
  const run = useMutation({
    mutationFn: (body: { dry_run: boolean; create_missing: boolean }) =>
      unwrap(api.POST('/imports/{id}/run', { params: { path: { id } }, body })),
    onSuccess: again,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/imports/{id}', { params: { path: { id } } })),
  });
  return { map, run, remove };
}
