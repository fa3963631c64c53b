import { createContext, lazy, Suspense, useContext, useMemo, useState, type ReactNode } from 'react';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { announceChanges } from '@/shared/undo/recordChanges';
import { useUndo } from '@/shared/undo/UndoProvider';

const MergeDialog = lazy(async () => ({ default: (await import('./MergeDialog')).MergeDialog }));

/** Who it became, and the ids that are gone. */
export interface MergeOutcome {
  survivor: string;
  gone: readonly string[];
}

interface MergeControl {
  may: boolean;
  /** Asks which of the assets stays and what it keeps; with a single one, first which others it is. */
  merge: (ids: readonly string[], onMerged?: (outcome: MergeOutcome) => void) => void;
}

interface Asked {
  ids: readonly string[];
  onMerged: ((outcome: MergeOutcome) => void) | undefined;
}

const Control = createContext<MergeControl | null>(null);

export function useMerging(): MergeControl {
  const control = useContext(Control);
  if (control === null) throw new Error('useMerging outside MergeProvider');
  return control;
}

/** The one dialog that makes several assets one; grid, drawer, palette and review queue lead to it. */
export function MergeProvider({ children }: { children: ReactNode }) {
  const t = useT();
  const undo = useUndo();
  const { can } = useTenant();
  const [asked, setAsked] = useState<Asked | null>(null);
  const may = can('assets:write') && can('assets:delete');
  const control = useMemo<MergeControl>(() => ({ may, merge: (ids, onMerged) => setAsked({ ids, onMerged }) }), [may]);
  return (
    <Control value={control}>
      {children}
      <Suspense fallback={null}>
        {asked !== null && (
          <MergeDialog
            ids={asked.ids}
            onClose={() => setAsked(null)}
            onMerged={({ survivor, gone, changeSet }) => {
              setAsked(null);
              const names = { tags: gone.map((each) => each.tag).join(', '), tag: survivor.tag };
              undo.offer(t('merging.done', names), changeSet === null ? null : { changeSet, what: t('merging.what', names) });
              announceChanges();
              asked.onMerged?.({ survivor: survivor.id, gone: gone.map((each) => each.id) });
            }}
          />
        )}
      </Suspense>
    </Control>
  );
}
