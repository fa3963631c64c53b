import { createContext, lazy, Suspense, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useActions, type Action } from '@/shared/actions/registry';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { useChangesElsewhere } from './recordChanges';
import type { Undoable } from './undoApi';
import { undoFlow, type UndoControl } from './undoFlow';

const UndoDialog = lazy(async () => ({ default: (await import('./UndoDialog')).UndoDialog }));

const Control = createContext<UndoControl | null>(null);

export function useUndo(): UndoControl {
  const control = useContext(Control);
  if (control === null) throw new Error('useUndo outside UndoProvider');
  return control;
}

/** Toasts, Ctrl+Z, the palette, history and jobs all lead here. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { slug, to, can } = useTenant();
  const [asked, setAsked] = useState<Undoable | null>(null);
  const [control] = useState(() => undoFlow(t, setAsked));
  useEffect(() => control.leadTo((job) => void navigate(to(`/jobs/${job}`))), [control, navigate, to]);
  useEffect(() => control.enter(), [control]);
  useChangesElsewhere(() => void queryClient.invalidateQueries({ queryKey: ['tenant', slug] }));

  const actions = useMemo<Action[]>(
    () =>
      can('assets:write')
        ? [
            { id: 'history.undo', label: t('undo.last'), group: 'view', hotkey: 'ctrl+z', perform: () => void control.undoLast() },
            { id: 'history.redo', label: t('undo.again'), group: 'view', hotkey: 'ctrl+shift+z', perform: () => void control.redoLast() },
          ]
        : [],
    [t, can, control],
  );
  useActions(actions);

  return (
    <Control value={control}>
      {children}
      <Suspense fallback={null}>
        {asked !== null && <UndoDialog key={asked.changeSet} target={asked} onRun={(wish) => control.run(asked, wish)} onClose={() => setAsked(null)} onInstead={setAsked} />}
      </Suspense>
    </Control>
  );
}
