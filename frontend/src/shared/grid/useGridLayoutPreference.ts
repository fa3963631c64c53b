import { useCallback, useMemo } from 'react';
import { isRecord } from '@/shared/api/record';
import { usePreference } from '@/shared/session/preferences';
import { mergeColumns } from './columns';
import type { ColumnState, Density, GridColumn } from './types';

export interface GridLayoutPreference {
  columns: ColumnState[];
  density: Density;
}

/** What a saved view prescribes; none for a list as it was built. */
export interface BaseLayout {
  id: string;
  columns: readonly ColumnState[];
  density: Density | null;
}

interface StoredLayout {
  columns: ColumnState[];
  density: Density | null;
}

const isDensity = (value: unknown): value is Density => value === 'compact' || value === 'normal' || value === 'comfortable';

function isColumnState(value: unknown): value is ColumnState {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    typeof value['width'] === 'number' &&
    typeof value['visible'] === 'boolean' &&
    (value['pin'] === undefined || value['pin'] === null || value['pin'] === 'left' || value['pin'] === 'right')
  );
}

function readLayout(value: unknown): StoredLayout {
  if (!isRecord(value)) return { columns: [], density: null };
  const columns = Array.isArray(value['columns']) ? value['columns'].filter(isColumnState) : [];
  return { columns, density: isDensity(value['density']) ? value['density'] : null };
}

/** Columns that this scope lacks keep their place for the scope that has them. */
function withAbsent(next: readonly ColumnState[], stored: readonly ColumnState[]): ColumnState[] {
  const present = new Set(next.map((state) => state.id));
  const result = [...next];
  stored.forEach((state, place) => {
    if (present.has(state.id)) return;
    const before = stored[place - 1]?.id;
    result.splice(result.findIndex((item) => item.id === before) + 1, 0, state);
  });
  return result;
}

export interface GridLayoutControl {
  layout: GridLayoutPreference;
  change: (next: GridLayoutPreference) => void;
  /** Back to what the view prescribes; returns what it was, for an undo. */
  reset: () => () => void;
  /** Columns that were shown and whose field is gone for good, to be told of and then let go. */
  gone: readonly string[];
  letGo: () => void;
}

const isOwnField = (id: string): boolean => id.startsWith('cf.');

/** How close together rows stand in lists where nothing else was chosen. */
export const readDensity = (value: unknown): Density => (isDensity(value) ? value : 'normal');

/** Column order, widths, pins and density of one list and view, the same wherever this person signs in. */
export function useGridLayoutPreference<R>(module: string, columns: readonly GridColumn<R>[], base: BaseLayout | null = null): GridLayoutControl {
  const [stored, setStored] = usePreference(`layout.${module}${base === null ? '' : `.${base.id}`}`, readLayout);
  const [usual] = usePreference('grid.density', readDensity);
  const layout = useMemo<GridLayoutPreference>(() => {
    const kept = stored.columns.length > 0 ? stored.columns : (base?.columns ?? []);
    return { columns: mergeColumns(columns, kept), density: stored.density ?? base?.density ?? usual };
  }, [stored, columns, base, usual]);
  const change = useCallback(
    (next: GridLayoutPreference) => setStored({ columns: withAbsent(next.columns, stored.columns), density: next.density }),
    [setStored, stored.columns],
  );
  const reset = useCallback(() => {
    setStored(null);
    return () => setStored(stored);
  }, [setStored, stored]);
  const gone = useMemo(() => {
    const known = new Set(columns.map((column) => column.id));
    return stored.columns.filter((state) => state.visible && isOwnField(state.id) && !known.has(state.id)).map((state) => state.id);
  }, [stored, columns]);
  const letGo = useCallback(
    () => setStored({ ...stored, columns: stored.columns.filter((state) => !gone.includes(state.id)) }),
    [setStored, stored, gone],
  );
  return { layout, change, reset, gone, letGo };
}
