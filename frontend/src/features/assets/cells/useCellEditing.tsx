import { Suspense, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { notifications } from '@mantine/notifications';
import type { Asset, AssetRow, FieldCatalogue, FieldDefinition, FieldValue } from '@/shared/api/types';
import type { BlockStore } from '@/shared/grid/BlockStore';
import type { CellNotes, GridHandle } from '@/shared/grid/gridProps';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { onDemand, whenQuiet } from '@/shared/ui/onDemand';
import { conflictOf, fieldMessage, usePatchAsset } from '../api/assetMutations';
import { editableOf, writable } from '../fieldEdit';
import { textOf, valueOf } from '../fieldValue';
import { withAsset, withField } from '../rowOf';
import type { CellMove } from './CellEditor';
import classes from './Cells.module.css';

/** The inputs come after the first page, and before anybody has found a cell to change. */
const CellEditor = onDemand(async () => (await import('./CellEditor')).CellEditor);
const CellConflict = onDemand(async () => (await import('./CellNote')).CellConflict);
const CellFailure = onDemand(async () => (await import('./CellNote')).CellFailure);

/** What happens to one cell: somebody types in it, it is on its way, or it did not arrive. */
type CellState =
  | { kind: 'editing'; draft: FieldValue }
  | { kind: 'saving' }
  | { kind: 'conflict'; draft: FieldValue; current: Asset | null }
  | { kind: 'failed'; draft: FieldValue; message: string };

type States = ReadonlyMap<string, ReadonlyMap<string, CellState>>;

function withState(states: States, id: string, field: string, state: CellState | null): States {
  const cells = new Map(states.get(id));
  if (state === null) cells.delete(field);
  else cells.set(field, state);
  const next = new Map(states);
  if (cells.size === 0) next.delete(id);
  else next.set(id, cells);
  return next;
}

export interface CellEditing {
  notes: CellNotes;
  begin: (row: AssetRow, column: string) => void;
}

/** Editing in the cells of the list: the new value shows at once, and the old one comes back if it is refused. */
export function useCellEditing(catalogue: FieldCatalogue, store: BlockStore<AssetRow>, grid: RefObject<GridHandle | null>): CellEditing {
  const t = useT();
  const { slug, can } = useTenant();
  const { mutateAsync } = usePatchAsset(slug);
  const [states, setStates] = useState<States>(new Map());
  useEffect(() => whenQuiet(CellEditor.preload), []);
  /** Saves of one row go one after the other: each needs the version the last one made. */
  const turns = useRef(new Map<string, Promise<void>>());
  const mark = (id: string, field: string, state: CellState | null): void => setStates((before) => withState(before, id, field, state));

  const send = async (row: AssetRow, field: FieldDefinition, draft: FieldValue, version: number | null): Promise<void> => {
    const former = store.find(row.id) ?? row;
    mark(row.id, field.id, { kind: 'saving' });
    store.patch(row.id, (now) => withField(now, field.id, draft));
    try {
      const saved = await mutateAsync({ id: row.id, version: version ?? former.version, changes: { [field.id]: writable(field, draft) } });
      store.patch(row.id, (now) => withAsset(now, saved));
      mark(row.id, field.id, null);
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict === null) store.patch(row.id, (now) => withField(now, field.id, former[field.id]));
      mark(
        row.id,
        field.id,
        conflict === null
          ? { kind: 'failed', draft, message: fieldMessage(error, field.id) }
          : { kind: 'conflict', draft, current: conflict.current },
      );
    }
  };
  const save = (row: AssetRow, field: FieldDefinition, draft: FieldValue, version: number | null = null): void => {
    const turn = (turns.current.get(row.id) ?? Promise.resolve()).then(() => send(row, field, draft, version));
    turns.current.set(row.id, turn);
  };
  const edit = (row: AssetRow, field: FieldDefinition, draft: FieldValue): void => {
    const editingNothingElse = new Map([...states].map(([id, cells]) => [id, new Map([...cells].filter(([, state]) => state.kind !== 'editing'))]));
    setStates(withState(editingNothingElse, row.id, field.id, { kind: 'editing', draft }));
  };
  const finish = (row: AssetRow, field: FieldDefinition, draft: FieldValue | null, move: CellMove): void => {
    mark(row.id, field.id, null);
    const changed = draft !== null && JSON.stringify(writable(field, draft)) !== JSON.stringify(writable(field, editableOf(row[field.id])));
    if (changed) save(row, field, draft);
    if (move !== null) grid.current?.step(move);
  };

  const drawn = (id: string, fieldId: string, state: CellState): ReactNode => {
    const row = store.find(id);
    const field = catalogue.fields.find((each) => each.id === fieldId);
    if (row === undefined || field === undefined) return null;
    switch (state.kind) {
      case 'editing':
        return <CellEditor row={row} field={field} catalogue={catalogue} initial={state.draft} onDone={(draft, move) => finish(row, field, draft, move)} />;
      case 'saving':
        return <span className={classes['saving']} role="img" aria-label={t('grid.saving')} />;
      case 'failed':
        return (
          <CellFailure
            field={field.label}
            message={state.message}
            onEdit={() => edit(row, field, state.draft)}
            onDismiss={() => {
              mark(id, fieldId, null);
              grid.current?.step('stay');
            }}
          />
        );
      case 'conflict': {
        const { current, draft } = state;
        return (
          <CellConflict
            theirs={current === null ? '' : textOf(field, valueOf(current, fieldId), catalogue)}
            onKeepMine={current === null ? null : () => save(row, field, draft, current.version)}
            onTakeTheirs={() => {
              if (current !== null) store.patch(id, (now) => withAsset(now, current));
              mark(id, fieldId, null);
            }}
          />
        );
      }
    }
  };

  const notes: CellNotes = new Map(
    [...states].map(([id, cells]) => [id, new Map([...cells].map(([fieldId, state]) => [fieldId, <Suspense fallback={null}>{drawn(id, fieldId, state)}</Suspense>]))]),
  );
  return {
    notes,
    begin: (row, column) => {
      const field = catalogue.fields.find((each) => each.id === column);
      if (field === undefined) return;
      if (!field.editable || !can('assets:write')) {
        notifications.show({ id: 'not-editable', message: t(can('assets:write') ? 'grid.notEditable' : 'grid.mayNotEdit', { field: field.label }) });
        return;
      }
      edit(row, field, editableOf(row[column]));
    },
  };
}
