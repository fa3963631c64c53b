import { useRef } from 'react';
import { notifications } from '@mantine/notifications';
import { formatNumber } from '@/shared/i18n/format';
import { translate } from '@/shared/i18n/i18n';
import { problemTitle } from '@/shared/ui/problemText';
import type { BlockStore } from './BlockStore';
import { allOf, inverted, isEmpty, MAX_EXCLUDED, MAX_SELECTED, NO_SELECTION, toggle, withRange } from './selection';
import type { Selection } from './types';

export interface SelectionControl {
  toggleRow: (index: number, range: boolean) => void;
  extendTo: (index: number, from: number) => void;
  /** Chooses all that match, or lets go of what is chosen. */
  toggleAll: (visible: readonly string[]) => void;
  /** The rows of one page, loaded or not; or lets go of what is chosen. */
  togglePage: (first: number, rows: number) => void;
  selectAll: () => void;
  only: (ids: readonly string[]) => void;
  invert: () => void;
  clear: () => void;
}

interface Anchor {
  index: number;
  id: string | undefined;
  before: Selection;
  /** What this range made last: another selection since means that the range is over. */
  made: Selection;
}

/** Ranges start at an anchor and are resolved by the store, so they may cross rows never loaded. */
export function useGridSelection<R extends { id: string }>(
  store: BlockStore<R>,
  selection: Selection,
  change: ((next: Selection) => void) | undefined,
): SelectionControl {
  const anchor = useRef<Anchor | null>(null);
  const asked = useRef(0);
  const set = store.source.setKey;

  const apply = (next: Selection | null): boolean => {
    if (next === null) tellLimit(selection);
    else change?.(next);
    return next !== null;
  };
  const replace = (next: Selection | null): void => {
    anchor.current = null;
    asked.current += 1;
    apply(next);
  };
  const extend = (index: number, fallback: number): void => {
    const kept = anchor.current?.made === selection ? anchor.current : null;
    const from = kept ?? { index: fallback, id: store.row(fallback)?.id, before: selection, made: selection };
    anchor.current = from;
    const turn = (asked.current += 1);
    store.idsBetween(from.index, index, from.id).then(
      (ids) => {
        const next = withRange(from.before, ids);
        if (turn !== asked.current) return;
        if (apply(next) && next !== null) anchor.current = { ...from, made: next };
      },
      (error: unknown) => notifications.show({ color: 'red', message: problemTitle(error) }),
    );
  };

  return {
    toggleRow(index, range) {
      const row = store.row(index);
      if (row === undefined) return;
      if (range && anchor.current !== null) {
        extend(index, index);
        return;
      }
      const next = toggle(selection, row.id);
      if (apply(next) && next !== null) anchor.current = { index, id: row.id, before: next, made: next };
    },
    extendTo: extend,
    toggleAll(visible) {
      if (!isEmpty(selection)) replace(NO_SELECTION);
      else replace(set === undefined ? withRange(NO_SELECTION, visible) : allOf(set));
    },
    togglePage(first, rows) {
      if (!isEmpty(selection)) replace(NO_SELECTION);
      else extend(first + rows - 1, first);
    },
    selectAll() {
      if (set !== undefined) replace(allOf(set));
      else extend(Math.min(store.reachable, MAX_SELECTED) - 1, 0);
    },
    only: (ids) => replace(withRange(NO_SELECTION, ids)),
    invert: () => replace(set === undefined ? null : inverted(selection, set)),
    clear: () => replace(NO_SELECTION),
  };
}

function tellLimit(selection: Selection): void {
  const message =
    selection.mode === 'all'
      ? translate('grid.tooManyExcluded', { limit: formatNumber(MAX_EXCLUDED) })
      : translate('grid.tooManySelected', { limit: formatNumber(MAX_SELECTED) });
  notifications.show({ id: 'selection-limit', color: 'yellow', message });
}
