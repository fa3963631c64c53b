import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { CheckRow, WizardImport } from '@/shared/api/importTypes';
import type { paths } from '@/shared/api/paths';
import type { ImportRow, ImportState } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';
import type { ImportFilter, RowOutcome } from '../importLabels';

export const importKeys = {
  all: (tenant: string) => ['tenant', tenant, 'imports'] as const,
  open: (tenant: string) => [...importKeys.all(tenant), 'open'] as const,
  detail: (tenant: string, id: string) => [...importKeys.all(tenant), 'one', id] as const,
  /** Everything read about one import, below its record. */
  part: (tenant: string, id: string, ...part: (string | number)[]) => [...importKeys.detail(tenant, id), ...part] as const,
  limits: (tenant: string) => ['tenant', tenant, 'import-limits'] as const,
  presets: (tenant: string) => ['tenant', tenant, 'import-presets'] as const,
};

/** States in which the server is at work, so the page keeps asking. */
const MOVING: ReadonlySet<ImportState> = new Set(['uploaded', 'reading', 'checking', 'running']);
const POLL_MS = 1_500;

export const isMoving = (record: WizardImport): boolean => MOVING.has(record.state);

export const importQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.detail(tenant, id),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data !== undefined && isMoving(query.state.data) ? POLL_MS : false),
  });

export const limitsQuery = (tenant: string) =>
  queryOptions({
    queryKey: importKeys.limits(tenant),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/limits', { signal })),
    staleTime: Infinity,
  });

export const openImportsQuery = (tenant: string, client: string | undefined) =>
  queryOptions({
    queryKey: [...importKeys.open(tenant), client ?? ''],
    queryFn: async ({ signal }) => {
      const query = { open: true, limit: 5, ...(client === undefined ? {} : { client }) };
      return (await unwrap(api.GET('/imports', { params: { query }, signal }))).items;
    },
  });

export const layoutQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.part(tenant, id, 'layout'),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}/layout', { params: { path: { id } }, signal })),
  });

export const mappingQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.part(tenant, id, 'mapping'),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}/mapping', { params: { path: { id } }, signal })),
  });

const VALUES_SHOWN = 100;

export const valuesQuery = (tenant: string, id: string, column: number) =>
  queryOptions({
    queryKey: importKeys.part(tenant, id, 'values', column),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/imports/{id}/values', { params: { path: { id }, query: { column, limit: VALUES_SHOWN } }, signal })),
    placeholderData: keepPreviousData,
  });

export const presetsQuery = (tenant: string, client: string | undefined) =>
  queryOptions({
    queryKey: [...importKeys.presets(tenant), client ?? ''],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/import-presets', { params: { query: client === undefined ? {} : { client } }, signal }))).items,
  });

export const issuesQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.part(tenant, id, 'issues'),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}/issues', { params: { path: { id } }, signal })),
    placeholderData: keepPreviousData,
  });

export const fixesQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.part(tenant, id, 'fixes'),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}/fixes', { params: { path: { id } }, signal })),
  });

export const matchesQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: importKeys.part(tenant, id, 'matches'),
    queryFn: ({ signal }) => unwrap(api.GET('/imports/{id}/matches', { params: { path: { id } }, signal })),
    placeholderData: keepPreviousData,
  });

/** Undone ones have ended as well, but are found under Undone alone. */
const NARROWED = {
  open: { open: true },
  finished: { state: 'finished', undone: false },
  failed: { state: 'failed', undone: false },
  cancelled: { state: 'cancelled', undone: false },
  undone: { undone: true },
} as const satisfies Record<ImportFilter, object>;

export const importsSource = (tenant: string, client: string | undefined, filter: ImportFilter | null): RowSource<WizardImport> =>
  listSource(`imports:${tenant}:${client ?? ''}:${filter ?? ''}`, (cursor, limit, signal) =>
    unwrap(
      api.GET('/imports', {
        params: { query: { limit, ...(filter === null ? {} : NARROWED[filter]), ...(client === undefined ? {} : { client }), ...(cursor ? { cursor } : {}) } },
        signal,
      }),
    ),
  );

export type ImportRowItem = ImportRow & { id: string };

export const importRowsSource = (tenant: string, id: string, outcome: RowOutcome): RowSource<ImportRowItem> =>
  listSource(`import-rows:${tenant}:${id}:${outcome}`, async (cursor, limit, signal) => {
    const page = await unwrap(
      api.GET('/imports/{id}/rows', { params: { path: { id }, query: { outcome, limit, ...(cursor ? { cursor } : {}) } }, signal }),
    );
    return { ...page, items: page.items.map((row) => ({ ...row, id: String(row.row) })) };
  });

export interface CheckFilter {
  only: 'problems' | 'all' | 'excluded';
  code?: string;
  field?: string;
  value?: string;
}

export type CheckRowItem = CheckRow & { id: string };

/** The revision makes a set anew after a change of many rows; a change of one patches the rows on screen. */
export const checkRowsSource = (tenant: string, id: string, filter: CheckFilter, revision: string): RowSource<CheckRowItem> => {
  const order = `check:${tenant}:${id}:${JSON.stringify(filter)}`;
  return {
    ...listSource(`${order}:${revision}`, async (cursor, limit, signal) => {
      const query = { ...filter, limit, ...(cursor ? { cursor } : {}) };
      const page = await unwrap(api.GET('/imports/{id}/check-rows', { params: { path: { id }, query }, signal }));
      return { ...page, items: page.items.map(checkItem) };
    }),
    orderKey: order,
  };
};

export const checkItem = (row: CheckRow): CheckRowItem => ({ ...row, id: String(row.row) });

type MatchKind = NonNullable<NonNullable<paths['/imports/{id}/match-rows']['get']['parameters']['query']>['kind']>;
const MATCH_KINDS: readonly MatchKind[] = ['row_key', 'serial', 'uuid', 'imei', 'tag', 'mac', 'hostname', 'name', 'other', 'in_file', 'review'];
const MATCH_PAGE = 100;

/** The matches of one kind, page by page as they are walked. */
export async function matchRowsPage(id: string, group: string, cursor: string, signal: AbortSignal) {
  const kind = MATCH_KINDS.find((each) => each === group);
  const query = { limit: MATCH_PAGE, ...(kind === undefined ? {} : { kind }), ...(cursor === '' ? {} : { cursor }) };
  return unwrap(api.GET('/imports/{id}/match-rows', { params: { path: { id }, query }, signal }));
}
