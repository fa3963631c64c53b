import type { CSSProperties } from 'react';
import type { ColumnState, GridColumn, Pin } from './types';

export const MIN_COLUMN_WIDTH = 56;
export const MAX_COLUMN_WIDTH = 640;
const OVERSCAN_PX = 120;

export interface LaidColumn<R> {
  column: GridColumn<R>;
  left: number;
  width: number;
  pin: Pin | null;
  /** What lies between a column pinned right and the edge. */
  right: number;
  /** Place among all shown columns, for aria-colindex. */
  index: number;
}

export interface LaidColumns<R> {
  laid: LaidColumn<R>[];
  pinnedWidth: number;
  pinnedRight: number;
  totalWidth: number;
}

/** Merges stored layout with the columns that exist: unknown ones are dropped, new ones join at the end. */
export function mergeColumns<R>(columns: readonly GridColumn<R>[], stored: readonly ColumnState[]): ColumnState[] {
  const known = new Map(columns.map((column) => [column.id, column]));
  const kept = stored.filter((state) => known.has(state.id));
  const seen = new Set(kept.map((state) => state.id));
  const added = columns
    .filter((column) => !seen.has(column.id))
    .map((column) => ({ id: column.id, width: column.width, visible: stored.length === 0 && (column.defaultVisible ?? true), pin: column.pin ?? null }));
  return [...kept, ...added].map((state) =>
    known.get(state.id)?.canHide === false && !state.visible ? { ...state, visible: true } : state,
  );
}

export const pinOf = <R>(column: GridColumn<R>, state: ColumnState): Pin | null => (state.pin === undefined ? (column.pin ?? null) : state.pin);

/** Left edges of the shown columns; pinned ones stand first and last, and stay. `offset` and `trailing` are what stands before and behind them all. */
export function layColumns<R>(columns: readonly GridColumn<R>[], states: readonly ColumnState[], offset: number, trailing = 0): LaidColumns<R> {
  const known = new Map(columns.map((column) => [column.id, column]));
  const shown = states.flatMap((state) => {
    const column = known.get(state.id);
    return column !== undefined && state.visible ? [{ column, width: clampWidth(state.width), pin: pinOf(column, state) }] : [];
  });
  const ordered = [
    ...shown.filter((item) => item.pin === 'left'),
    ...shown.filter((item) => item.pin === null),
    ...shown.filter((item) => item.pin === 'right'),
  ];
  const widthOf = (pin: Pin): number => ordered.reduce((sum, item) => (item.pin === pin ? sum + item.width : sum), 0);
  const totalWidth = ordered.reduce((sum, item) => sum + item.width, offset + trailing);
  let left = offset;
  const laid = ordered.map(({ column, width, pin }, index) => {
    const item = { column, left, width, pin, right: totalWidth - left - width, index };
    left += width;
    return item;
  });
  return { laid, pinnedWidth: offset + widthOf('left'), pinnedRight: trailing + widthOf('right'), totalWidth };
}

export const clampWidth = (width: number): number => Math.min(MAX_COLUMN_WIDTH, Math.max(MIN_COLUMN_WIDTH, Math.round(width)));

/** The pinned columns and those a viewport of this width can show. */
export function columnsInView<R>(laid: readonly LaidColumn<R>[], left: number, width: number): LaidColumn<R>[] {
  if (width === 0) return [...laid];
  return laid.filter(
    (item) => item.pin !== null || (item.left + item.width > left - OVERSCAN_PX && item.left < left + width + OVERSCAN_PX),
  );
}

/** One step among the columns that are shown: hidden ones in between are passed over. */
export function moveColumn(states: readonly ColumnState[], id: string, step: -1 | 1): ColumnState[] {
  const from = states.findIndex((state) => state.id === id);
  let to = from + step;
  while (states[from]?.visible === true && states[to]?.visible === false) to += step;
  return from === -1 || states[to] === undefined ? [...states] : placeColumn(states, id, to);
}

/** The column at a place of its own, the others closing up behind it. */
export function placeColumn(states: readonly ColumnState[], id: string, place: number): ColumnState[] {
  const moved = states.find((state) => state.id === id);
  if (moved === undefined) return [...states];
  const others = states.filter((state) => state.id !== id);
  return [...others.slice(0, place), moved, ...others.slice(place)];
}

export const withWidth = (states: readonly ColumnState[], id: string, width: number): ColumnState[] =>
  states.map((state) => (state.id === id ? { ...state, width: clampWidth(width) } : state));

export const withVisibility = (states: readonly ColumnState[], id: string, visible: boolean): ColumnState[] =>
  states.map((state) => (state.id === id ? { ...state, visible } : state));

export const withPin = (states: readonly ColumnState[], id: string, pin: Pin | null): ColumnState[] =>
  states.map((state) => (state.id === id ? { ...state, pin } : state));

/** Where a cell stands: pinned ones stick to their side, the others lie where they were laid. */
export function placeOf<R>({ left, right, width, pin }: LaidColumn<R>): CSSProperties {
  if (pin === 'left') return { position: 'sticky', left, width };
  if (pin === 'right') return { position: 'sticky', right, width };
  return { position: 'absolute', left, width };
}

/** The same inside a row, where one box holds all that is pinned left. */
export const placeInRow = <R>(item: LaidColumn<R>): CSSProperties => (item.pin === 'left' ? { position: 'relative', width: item.width } : placeOf(item));

/** Same columns in the same order on the same sides; widths are each person's own. */
export function sameColumns<R>(columns: readonly GridColumn<R>[], a: readonly ColumnState[], b: readonly ColumnState[]): boolean {
  const signature = (states: readonly ColumnState[]): string => JSON.stringify(layColumns(columns, states, 0).laid.map((item) => [item.column.id, item.pin]));
  return signature(a) === signature(b);
}
