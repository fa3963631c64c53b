import { api, unwrap } from '@/shared/api/client';
import type { ChangeSet, Undo, UndoPreview, UndoWish } from '@/shared/api/types';

export const lastReversible = (): Promise<ChangeSet | null> => unwrap(api.GET('/change-sets/last-reversible'));

export const previewUndo = (changeSet: string, signal?: AbortSignal): Promise<UndoPreview> =>
  unwrap(api.GET('/change-sets/{id}/undo', { params: { path: { id: changeSet } }, ...(signal === undefined ? {} : { signal }) }));

export const startUndo = (changeSet: string, wish: UndoWish): Promise<Undo> =>
  unwrap(
    api.POST('/change-sets/{id}/undo', {
      params: { path: { id: changeSet }, header: { 'Idempotency-Key': crypto.randomUUID() } },
      body: wish,
    }),
  );

export const readUndo = (id: string): Promise<Undo> => unwrap(api.GET('/undos/{id}', { params: { path: { id } } }));

/** Nothing was changed since and little is at stake: asking first would only be in the way. */
export const isPlain = (preview: UndoPreview): boolean =>
  preview.changed_since === 0 && preview.blocked === 0 && preview.hidden === 0 && preview.objects <= 50;
