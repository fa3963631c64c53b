import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { idsOf, isEmpty, NO_SELECTION } from '@/shared/grid/selection';
import type { Selection } from '@/shared/grid/types';
import { hiddenOf, type SelectionScope } from './selectionApi';

/** An all-matching selection that a change of the filter let go, with the filter that brings it back. */
interface Lapsed {
  selection: Selection;
  scope: SelectionScope;
}

export interface AssetSelection {
  selection: Selection;
  select: (next: Selection) => void;
  lapsed: Lapsed | null;
  restore: () => void;
  dismiss: () => void;
  hidden: { token: string; hidden: number } | null;
}

interface Held {
  selection: Selection;
  /** The list in which the selection was made. */
  scope: SelectionScope;
  setKey: string;
  lapsed: Lapsed | null;
}

/**
 * What is selected in the register. Rows chosen one by one stay when the filter changes, and those out of sight are
 * counted; "all that match" would mean others then, so it is let go and can be restored. `shownKey` names the list on
 * screen: the former one, until what was asked for is there.
 */
export function useAssetSelection(scope: SelectionScope, setKey: string, shownKey: string, back: (scope: SelectionScope) => void): AssetSelection {
  const [kept, setHeld] = useState<Held>({ selection: NO_SELECTION, scope, setKey, lapsed: null });
  let held = kept;
  if (held.selection.mode === 'all' && held.selection.of !== setKey) {
    held = { selection: NO_SELECTION, scope, setKey, lapsed: { selection: held.selection, scope: held.scope } };
    setHeld(held);
  } else if (held.lapsed?.selection.mode === 'all' && held.lapsed.selection.of === setKey) {
    held = { ...held, selection: held.lapsed.selection, scope: held.lapsed.scope, lapsed: null };
    setHeld(held);
  }

  const { selection, lapsed } = held;
  const elsewhere = selection.mode === 'ids' && !isEmpty(selection) && held.setKey !== setKey;
  const hidden = useQuery({
    queryKey: ['selection-hidden', setKey, [...idsOf(selection)]],
    queryFn: ({ signal }) => hiddenOf(selection, scope, signal),
    enabled: elsewhere,
    retry: false,
    staleTime: 60_000,
  });

  return {
    selection,
    lapsed,
    hidden: elsewhere && hidden.data !== undefined && hidden.data.hidden > 0 ? hidden.data : null,
    select: (next) => setHeld({ selection: next, scope, setKey: next.mode === 'all' ? setKey : elsewhere ? held.setKey : shownKey, lapsed: null }),
    restore: () => {
      if (lapsed !== null) back(lapsed.scope);
    },
    dismiss: () => setHeld((before) => ({ ...before, lapsed: null })),
  };
}
