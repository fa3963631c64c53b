import type { KeyboardEvent, ReactNode, Ref } from 'react';
import type { Action } from '@/shared/actions/registry';
import type { LaidColumn } from './columns';
import type { GridColumn, Selection, ViewState } from './types';
import type { GridRows } from './useGridRows';

export interface GridHandle {
  focusRow: (index: number) => void;
  /** Takes focus to a column, in the row it is in. */
  focusColumn: (id: string) => void;
  revealRow: (index: number, align?: 'nearest' | 'center') => void;
  /** Takes focus to the cell beside the current one, or back to it. */
  step: (move: 'stay' | 'down' | 'right') => void;
}

/** What stands over single cells, by row and column: an editor, or what became of an edit. */
export type CellNotes = ReadonlyMap<string, ReadonlyMap<string, ReactNode>>;

/** What can be done with a row, and what to call that which it is done to. */
export type RowActions<R> = (row: R) => { title: string; actions: readonly Action[] };

export interface WorkspaceGridProps<R extends { id: string }> {
  /** Names the grid for assistive technology: the page's heading. */
  label: string;
  rows: GridRows<R>;
  columns: readonly GridColumn<R>[];
  view: ViewState;
  onViewChange: (next: ViewState) => void;
  rowLabel: (row: R) => string;
  selection?: Selection;
  onSelectionChange?: (next: Selection) => void;
  selectionActions?: ReactNode;
  /** Beside the count, or alone when a selection was just let go. */
  selectionNote?: ReactNode;
  /** Called besides when the bar is closed. */
  onSelectionDismissed?: () => void;
  onOpen?: (row: R, index: number) => void;
  /** Space: shown beside the list, which keeps the focus. */
  onPeek?: (row: R, index: number) => void;
  /** F2 on a cell. */
  onEdit?: (row: R, column: string) => void;
  /** A key the grid itself has no use for; true when it was used. */
  onKey?: (event: KeyboardEvent) => boolean;
  notes?: CellNotes;
  rowActions?: RowActions<R>;
  /** The pointer rests on a row: what opening it needs may be read ahead. */
  onHover?: (row: R) => void;
  openId?: string | null;
  /** A row that came to be just now, marked so that it is found among the others. */
  newId?: string | null;
  /** Drawn instead of rows when there are none, or none could be read. */
  empty: ReactNode;
  failure: (error: unknown, retry: () => void) => ReactNode;
  /** Set on narrow screens: one card a row. */
  card?: ((row: R) => ReactNode) | undefined;
  dimmed?: boolean;
  /** Stands at the end of the line below the rows. */
  footerTools?: ReactNode;
  ref?: Ref<GridHandle>;
}

export interface GridLayout<R> {
  laid: readonly LaidColumn<R>[];
  inView: readonly LaidColumn<R>[];
  pinnedWidth: number;
  pinnedRight: number;
  totalWidth: number;
}

export interface ColumnManagerProps<R> {
  columns: readonly GridColumn<R>[];
  view: ViewState;
  onViewChange: (next: ViewState) => void;
  /** Back to what the view prescribes; answers with the way back. */
  onReset: () => () => void;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  /** A small button, for below a list. */
  small?: boolean;
}
