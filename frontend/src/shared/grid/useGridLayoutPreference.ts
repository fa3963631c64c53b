import { useCallback, useMemo, useState } from 'react';
import { isRecord, parseJson } from '@/shared/api/record';
import { mergeColumns } from './columns';
import type { ColumnState, Density, GridColumn } from './types';

export interface GridLayoutPreference {
  columns: ColumnState[];
  density: Density;
}

const keyOf = (module: string): string => `quarterdeck.grid.${module}`;

function isDensity(value: unknown): value is Density {
  return value === 'compact' || value === 'normal' || value === 'comfortable';
}

function isColumnState(value: unknown): value is ColumnState {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    typeof value['width'] === 'number' &&
    typeof value['visible'] === 'boolean'
  );
}

function read(module: string): GridLayoutPreference {
  try {
    const stored = parseJson(localStorage.getItem(keyOf(module)) ?? '{}');
    if (!isRecord(stored)) return { columns: [], density: 'normal' };
    const columns = Array.isArray(stored['columns']) ? stored['columns'].filter(isColumnState) : [];
    return { columns, density: isDensity(stored['density']) ? stored['density'] : 'normal' };
  } catch {
    return { columns: [], density: 'normal' };
  }
}

/** Column order, widths and density of one module, remembered on this device. */
export function useGridLayoutPreference<R>(
  module: string,
  columns: readonly GridColumn<R>[],
): [GridLayoutPreference, (next: GridLayoutPreference) => void] {
  const [stored, setStored] = useState(() => read(module));
  const merged = useMemo(() => ({ ...stored, columns: mergeColumns(columns, stored.columns) }), [stored, columns]);
  const change = useCallback(
    (next: GridLayoutPreference) => {
      setStored(next);
      try {
        localStorage.setItem(keyOf(module), JSON.stringify(next));
      } catch {
        // A full or forbidden store costs only the memory of a layout.
      }
    },
    [module],
  );
  return [merged, change];
}
