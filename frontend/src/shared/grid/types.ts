import type { ReactNode } from 'react';

/** What any list must offer to be shown in the workspace grid. No engine's words appear here. */
export interface RowWindow<R> {
  rows: readonly R[];
  total: { value: number; relation: 'eq' | 'gte' };
  version?: number;
  /** False when the order has no index: far jumps are then refused by the grid. */
  jump?: boolean;
}

export interface RowSource<R> {
  /** Names the result set: same key, same rows. */
  key: string;
  /** Names the order alone: as long as it stays, the scroll position does too. */
  orderKey?: string;
  /** Names the set alone, whatever its order and columns: all of it can then be selected. */
  setKey?: string;
  window: (start: number, count: number, signal: AbortSignal) => Promise<RowWindow<R>>;
  /** The exact count, asked for only when a window answered with a lower bound. */
  count?: (signal: AbortSignal) => Promise<number>;
  locate?: (id: string, signal: AbortSignal) => Promise<number | null>;
  /** Ids from one row to another in the set's order, both included, without reading the rows between. */
  range?: (anchor: string, end: string, signal: AbortSignal) => Promise<string[]>;
}

export interface GridColumn<R> {
  /** The stable API field name, never the label. */
  id: string;
  label: string;
  width: number;
  group?: string;
  sortable?: boolean;
  pin?: 'left';
  align?: 'right';
  canHide?: boolean;
  defaultVisible?: boolean;
  // Methods, not properties: a column of a wider row type must be usable for a narrower one.
  render(row: R): ReactNode;
  /** Plain text for copying. */
  text(row: R): string;
  /** What a list that is sorted here is sorted by, where that is not the text. */
  sortValue?(row: R): string | number;
}

export type Pin = 'left' | 'right';

export interface ColumnState {
  id: string;
  width: number;
  visible: boolean;
  /** The side it stays on while the others scroll; left out, where the column itself belongs. */
  pin?: Pin | null;
}

export interface SortKey {
  field: string;
  descending: boolean;
}

export type Density = 'compact' | 'normal' | 'comfortable';

export const ROW_HEIGHT: Record<Density, number> = { compact: 28, normal: 32, comfortable: 40 };
export const HEADER_HEIGHT = 34;
export const CARD_HEIGHT = 68;
export const SELECT_COLUMN_WIDTH = 44;
export const ACTIONS_COLUMN_WIDTH = 40;

/** The columns that are no fields: the box at the start of a row and the menu at its end. */
export const SELECT_COLUMN = '$select';
export const ACTIONS_COLUMN = '$actions';

export interface ViewState {
  sort: readonly SortKey[];
  columns: readonly ColumnState[];
  density: Density;
}

/** Rows chosen one by one, or all of one result set without some. The bar always says which. */
export type Selection =
  | { mode: 'ids'; ids: ReadonlySet<string> }
  | { mode: 'all'; of: string; exclude: ReadonlySet<string> };

/** Position of the one tab stop; row -1 is the header. */
export interface ActiveCell {
  row: number;
  column: string;
}
