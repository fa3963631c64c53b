import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { ChangeSet, Undo, UndoPreview, UndoWish } from '@/shared/api/types';

export const lastReversible = (): Promise<ChangeSet | null> => unwrap(api.GET('/change-sets/last-reversible'));

/** The undo that a redo takes back, called by what it undid. */
export async function lastUndone(): Promise<ChangeSet | null> {
  const undo = await unwrap(api.GET('/change-sets/last-undone'));
  if (typeof undo?.undoes !== 'string') return undo;
  const undone = await unwrap(api.GET('/change-sets/{id}', { params: { path: { id: undo.undoes } } }));
  return { ...undo, reason: undone.reason };
}

export const POLL_MS = 1_500;

/** What a change set did, whether it stands, and whether it can be undone. */
export const changeSetQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'change-sets', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/change-sets/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'undoing' ? POLL_MS : false),
    staleTime: 0,
  });

/** A change set, and what to call it. */
export interface Undoable {
  changeSet: string;
  what: string;
  /** It is an undo itself: taking it back is doing that again. */
  again?: boolean;
  /** This record alone, of all that it changed. */
  only?: string;
  /** The import that wrote it: its own door, which closes after a while. */
  ofImport?: string;
}

export function previewUndo({ changeSet, only, ofImport }: Undoable, signal?: AbortSignal): Promise<UndoPreview> {
  const more = signal === undefined ? {} : { signal };
  if (ofImport !== undefined) return unwrap(api.GET('/imports/{id}/undo', { params: { path: { id: ofImport } }, ...more }));
  const query = only === undefined ? {} : { object: only };
  return unwrap(api.GET('/change-sets/{id}/undo', { params: { path: { id: changeSet }, query }, ...more }));
}

const initialCursor = (): string | null => null;

/** The fields changed since, some objects at a time. */
export const conflictsQuery = (tenant: string, { changeSet, only }: Undoable) =>
  infiniteQueryOptions({
    queryKey: ['tenant', tenant, 'undo-conflicts', changeSet, only] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/change-sets/{id}/conflicts', {
          params: {
            path: { id: changeSet },
            query: { ...(only === undefined ? {} : { object: only }), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: initialCursor(),
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    gcTime: 0,
  });

export function startUndo({ changeSet, only, ofImport }: Undoable, wish: UndoWish): Promise<Undo> {
  const header = { 'Idempotency-Key': crypto.randomUUID() };
  const body = only === undefined ? wish : { ...wish, objects: [only] };
  const asked = { params: { path: { id: ofImport ?? changeSet }, header }, body };
  return unwrap(ofImport === undefined ? api.POST('/change-sets/{id}/undo', asked) : api.POST('/imports/{id}/undo', asked));
}

export const readUndo = (id: string): Promise<Undo> => unwrap(api.GET('/undos/{id}', { params: { path: { id } } }));

/** Nothing was changed since and little is at stake: asking first would only be in the way. */
export const isPlain = (preview: UndoPreview): boolean =>
  preview.changed_since === 0 && preview.blocked === 0 && preview.hidden === 0 && preview.later.length === 0 && preview.objects <= 50;
