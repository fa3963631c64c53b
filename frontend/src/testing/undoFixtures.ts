import type { ChangeSet, Undo, UndoPreview } from '@/shared/api/types';
import { conflict } from './mockBulk';

export const undoPreview: UndoPreview = {
  objects: 2_952,
  restorable: 2_950,
  restores: 2_950,
  can_undo: true,
  why_not: null,
  changed_since: 2,
  already: 0,
  blocked: 0,
  hidden: 0,
  reasons: [],
  clients: [{ client_id: 'c0', label: 'Acme Ltd', objects: 2_952 }],
  samples: [{ object_id: 'a1', noun: 'asset', label: 'AST-0001', action: 'remove', changes: [] }],
  conflicts: [conflict()],
  later: [],
};

export const undoRead: Undo = {
  id: 'n1',
  state: 'done',
  undoes: 's9',
  change_set_id: 's11',
  job_id: null,
  is_whole: true,
  counts: { total: 2_952, done: 2_950, skipped: 2, failed: 0 },
  problems: [],
  started_by: { id: 'u1', label: 'Rob Bell' },
  created_at: '2026-11-28T09:30:00Z',
  finished_at: '2026-11-28T09:31:00Z',
};

export const changeSet = (more: Partial<ChangeSet> = {}): ChangeSet => ({
  id: 's9',
  at: '2026-11-28T09:00:00Z',
  actor: { id: 'u1', label: 'Rob Bell' },
  origin: 'import',
  reason: null,
  job_id: 'j1',
  undoes: null,
  state: 'applied',
  undone_by: null,
  objects: 2_952,
  can_undo: true,
  why_not: null,
  ...more,
});

export const undone = changeSet({
  state: 'undone',
  can_undo: false,
  why_not: 'Rob Bell has undone this already.',
  undone_by: { undo_id: 'n1', change_set_id: 's11', at: '2026-11-28T09:30:00Z', by: 'Rob Bell' },
});
