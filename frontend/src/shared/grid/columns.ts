import type { ColumnState, GridColumn } from './types';

export const MIN_COLUMN_WIDTH = 56;
export const MAX_COLUMN_WIDTH = 640;
const OVERSCAN_PX = 120;

export interface LaidColumn<R> {
  column: GridColumn<R>;
  left: number;
  width: number;
  pinned: boolean;
  /** Place among all shown columns, for aria-colindex. */
  index: number;
}

/** Merges stored layout with the columns that exist: unknown ones are dropped, new ones join at the end. */
export function mergeColumns<R>(columns: readonly GridColumn<R>[], stored: readonly ColumnState[]): ColumnState[] {
  const known = new Map(columns.map((column) => [column.id, column]));
  const kept = stored.filter((state) => known.has(state.id));
  const seen = new Set(kept.map((state) => state.id));
  const added = columns
    .filter((column) => !seen.has(column.id))
    .map((column) => ({ id: column.id, width: column.width, visible: column.defaultVisible ?? true }));
  return [...kept, ...added].map((state) =>
    known.get(state.id)?.canHide === false && !state.visible ? { ...state, visible: true } : state,
  );
}

/** Left edges of the shown columns; pinned ones come first and stay. */
export function layColumns<R>(
  columns: readonly GridColumn<R>[],
  states: readonly ColumnState[],
  offset: number,
): { laid: LaidColumn<R>[]; pinnedWidth: number; totalWidth: number } {
  const known = new Map(columns.map((column) => [column.id, column]));
  const shown = states.flatMap((state) => {
    const column = known.get(state.id);
    return column !== undefined && state.visible ? [{ column, width: clampWidth(state.width) }] : [];
  });
  const ordered = [...shown.filter((item) => item.column.pin === 'left'), ...shown.filter((item) => item.column.pin !== 'left')];
  let left = offset;
  const laid = ordered.map(({ column, width }, index) => {
    const item = { column, left, width, pinned: column.pin === 'left', index };
    left += width;
    return item;
  });
  const pinnedWidth = laid.reduce((sum, item) => (item.pinned ? sum + item.width : sum), offset);
  return { laid, pinnedWidth, totalWidth: left };
}

export const clampWidth = (width: number): number => Math.min(MAX_COLUMN_WIDTH, Math.max(MIN_COLUMN_WIDTH, Math.round(width)));

/** The pinned columns and those a viewport of this width can show. */
export function columnsInView<R>(laid: readonly LaidColumn<R>[], left: number, width: number): LaidColumn<R>[] {
  if (width === 0) return [...laid];
  return laid.filter(
    (item) => item.pinned || (item.left + item.width > left - OVERSCAN_PX && item.left < left + width + OVERSCAN_PX),
  );
}

export function moveColumn(states: readonly ColumnState[], id: string, step: -1 | 1): ColumnState[] {
  const from = states.findIndex((state) => state.id === id);
  const to = from + step;
  const moved = states[from];
  const other = states[to];
  if (moved === undefined || other === undefined) return [...states];
  return states.map((state, index) => (index === from ? other : index === to ? moved : state));
}

export const withWidth = (states: readonly ColumnState[], id: string, width: number): ColumnState[] =>
  states.map((state) => (state.id === id ? { ...state, width: clampWidth(width) } : state));

export const withVisibility = (states: readonly ColumnState[], id: string, visible: boolean): ColumnState[] =>
  states.map((state) => (state.id === id ? { ...state, visible } : state));
