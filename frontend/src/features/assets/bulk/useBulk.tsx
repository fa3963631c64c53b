import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { useActions, type Action } from '@/shared/actions/registry';
import { typeAhead } from '@/shared/actions/typeAhead';
import { isEnded } from '@/shared/api/jobState';
import type { BulkTemplate, FieldCatalogue, Job, SelectionToken } from '@/shared/api/types';
import { hasConflicts } from '@/shared/conflicts/bulkConflicts';
import { allOf, idsOf, isEmpty } from '@/shared/grid/selection';
import type { Selection } from '@/shared/grid/types';
import { useT, type MessageKey, type Translate } from '@/shared/i18n/i18n';
import { MOST_MERGED } from '@/shared/merging/mergeApi';
import { useMerging } from '@/shared/merging/MergeProvider';
import { useTenant } from '@/shared/session/tenant';
import { onDemand } from '@/shared/ui/onDemand';
import { problemTitle } from '@/shared/ui/problemText';
import { announceChanges } from '@/shared/undo/recordChanges';
import { useUndo } from '@/shared/undo/UndoProvider';
import { offerInToast } from '@/shared/undo/UndoToast';
import { freezeSelection, type SelectionScope } from '../selection/selectionApi';
import { useTemplateSearch } from '../templates/useTemplateSearch';
import type { BulkPreset } from './BulkDialog';

const TemplatePicker = lazy(async () => ({ default: (await import('../templates/TemplatePicker')).TemplatePicker }));
const BulkConflictsDialog = lazy(async () => ({ default: (await import('@/shared/conflicts/BulkConflictsDialog')).BulkConflictsDialog }));
const BulkDialog = onDemand(async () => (await import('./BulkDialog')).BulkDialog);

export interface BulkCommand {
  id: string;
  label: string;
  hotkey?: string;
  danger?: boolean;
  /** Why it can't be done to these. */
  blocked?: string;
  perform: () => void;
}

const ALL = allOf('');
const line = (field: string, action: 'set' | 'add' = 'set', value: string | null = null) => ({ field, action, value });

/** Kept short: each is the one dialog with its first line filled in. */
const PRESETS: readonly { id: string; label: MessageKey; hotkey?: string; preset: BulkPreset }[] = [
  { id: 'edit', label: 'bulkMenu.edit', hotkey: 'e', preset: {} },
  { id: 'assign', label: 'bulkMenu.assign', hotkey: 'a', preset: { lines: [line('assigned_to')] } },
  { id: 'tag', label: 'bulkMenu.tag', hotkey: 't', preset: { lines: [line('tags', 'add')] } },
  { id: 'status', label: 'bulkMenu.status', preset: { lines: [line('status')] } },
  { id: 'move', label: 'bulkMenu.move', preset: { lines: [line('location')] } },
  { id: 'client', label: 'bulkMenu.client', preset: { lines: [line('client')] } },
  { id: 'retire', label: 'bulkMenu.retire', preset: { lines: [line('status', 'set', 'retired')] } },
];

interface Bulk {
  commands: BulkCommand[];
  /** The same, for rows that need not be selected. */
  commandsOn: (selection: Selection) => BulkCommand[];
  dialog: ReactNode;
  /** Asks for a template and runs it on the selection, or on all in the list. */
  runTemplate: (on: 'selection' | 'list') => void;
}

/**
 * What can be done to the selection, from the bar, the keyboard and the palette; and the dialog that does it.
 * Keyboard and palette belong to the `main` list of a page: a list beside it has its bar.
 */
export function useBulk(catalogue: FieldCatalogue, selection: Selection, scope: SelectionScope, main = true): Bulk {
  const t = useT();
  const navigate = useNavigate();
  const undo = useUndo();
  const merging = useMerging();
  const { can, to } = useTenant();
  const [open, setOpen] = useState<{ token: SelectionToken; preset: BulkPreset } | null>(null);
  const [undecided, setUndecided] = useState<Job | null>(null);
  const [picking, setPicking] = useState<Selection | null>(null);
  const empty = isEmpty(selection);
  useEffect(() => {
    if (!empty) BulkDialog.preload();
  }, [empty]);

  const begin = useCallback(
    (on: Selection, preset: BulkPreset): void => {
      let givenUp = false;
      const letGo = typeAhead(() => (givenUp = true));
      freezeSelection(on, scope).then(
        (token) => {
          if (!givenUp) setOpen({ token, preset });
        },
        (error: unknown) => {
          letGo();
          notifications.show({ color: 'red', message: problemTitle(error) });
        },
      );
    },
    [scope],
  );
  const commandsOn = useCallback((selection: Selection): BulkCommand[] => {
    if (isEmpty(selection)) return [];
    const known = new Set(catalogue.fields.filter((field) => field.editable).map((field) => field.id));
    const offered = can('assets:write')
      ? PRESETS.filter(({ preset }) => (preset.lines ?? []).every(({ field }) => field !== null && known.has(field)))
      : [];
    const list: BulkCommand[] = offered.map(({ id, label, hotkey, preset }) => ({
      id,
      label: t(label),
      perform: () => begin(selection, preset),
      ...(hotkey === undefined ? {} : { hotkey }),
    }));
    if (can('assets:write')) list.push({ id: 'template', label: t('bulkMenu.template'), perform: () => setPicking(selection) });
    if (merging.may) list.push({ id: 'merge', label: t('bulkMenu.merge'), perform: () => merging.merge([...idsOf(selection)]), ...notMergeable(selection, t) });
    if (can('assets:delete')) list.push({ id: 'delete', label: t('bulkMenu.delete'), danger: true, perform: () => begin(selection, { delete: true }) });
    return list;
  }, [begin, catalogue, can, merging, t]);
  const commands = useMemo(() => commandsOn(selection), [commandsOn, selection]);

  const actions = useMemo<Action[]>(
    () =>
      (main ? commands : []).map(({ id, label, hotkey, blocked, perform }) => ({
        id: `bulk.${id}`,
        label: t('bulkMenu.onSelection', { action: label }),
        group: 'selection',
        perform,
        ...(hotkey === undefined ? {} : { hotkey }),
        ...(blocked === undefined ? {} : { blocked }),
      })),
    [main, commands, t],
  );
  useActions(actions);

  const told = (job: Job): void => {
    const message = t('bulk.outcome', { what: job.title, message: job.message ?? '' });
    const skipped = (job.counters['skipped'] ?? 0) + (job.counters['failed'] ?? 0);
    if (skipped === 0 && job.change_set_id !== null) {
      undo.offer(message, { changeSet: job.change_set_id, what: job.title });
      return;
    }
    const show = { label: t('bulk.showSkipped'), perform: () => void navigate(to(`/jobs/${job.id}`)) };
    const { change_set_id: changeSet } = job;
    const back = changeSet === null ? [] : [{ label: t('undo.undo'), perform: () => void undo.undo({ changeSet, what: job.title }) }];
    offerInToast({ message, tone: 'warning', actions: [...back, show] });
  };
  const started = (job: Job): void => {
    setOpen(null);
    announceChanges();
    setUndecided(null);
    if (isEnded(job)) {
      told(job);
      // Whoever is still there decides at once about what others changed meanwhile.
      hasConflicts(job).then((has) => has && setUndecided(job), () => undefined);
      return;
    }
    const show = { label: t('undo.showJob'), perform: () => void navigate(to(`/jobs/${job.id}`)) };
    offerInToast({ message: t('bulk.running', { what: job.title }), actions: [show] });
    undo.follow(job.id, told);
  };
  const run = (template: BulkTemplate, on: Selection): void => {
    setPicking(null);
    begin(on, { template });
  };
  useTemplateSearch(main && can('assets:write'), empty, (template) => run(template, empty ? ALL : selection));
  const dialog = (
    <Suspense fallback={null}>
      {picking !== null && <TemplatePicker catalogue={catalogue} onPick={(template) => run(template, picking)} onClose={() => setPicking(null)} />}
      {open !== null && (
        <BulkDialog token={open.token} preset={open.preset} catalogue={catalogue} onStarted={started} onClose={() => setOpen(null)} />
      )}
      {undecided !== null && <BulkConflictsDialog job={undecided} onStarted={started} onClose={() => setUndecided(null)} />}
    </Suspense>
  );
  return { commands, commandsOn, dialog, runTemplate: (on) => setPicking(on === 'list' || empty ? ALL : selection) };
}

function notMergeable(selection: Selection, t: Translate): { blocked?: string } {
  if (selection.mode === 'all' || selection.ids.size > MOST_MERGED) return { blocked: t('bulkMenu.mergeMost') };
  return selection.ids.size < 2 ? { blocked: t('bulkMenu.mergeTwo') } : {};
}
