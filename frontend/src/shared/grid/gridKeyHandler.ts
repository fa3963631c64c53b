import type { KeyboardEvent } from 'react';
import type { BlockStore } from './BlockStore';
import type { LaidColumn } from './columns';
import { moveTo } from './gridKeys';
import { isEmpty, isSelected } from './selection';
import { toTsv } from './tsv';
import { ACTIONS_COLUMN, SELECT_COLUMN, type ActiveCell, type GridColumn, type Selection } from './types';
import type { SelectionControl } from './useGridSelection';

interface KeySurface<R extends { id: string }> {
  active: ActiveCell;
  count: number;
  columnIds: readonly string[];
  page: () => number;
  rowAt: (index: number) => R | undefined;
  columnOf: (id: string) => LaidColumn<R> | undefined;
  columns: readonly GridColumn<R>[];
  selection: Selection;
  selectable: boolean;
  chosen: SelectionControl;
  focusAt: (cell: ActiveCell) => void;
  open: ((row: R, index: number) => void) | undefined;
  peek: ((row: R, index: number) => void) | undefined;
  edit: ((row: R, column: string) => void) | undefined;
  /** Opens the menu of the row; false when it has none. */
  menu: (cell: ActiveCell) => boolean;
  other: ((event: KeyboardEvent) => boolean) | undefined;
  sortBy: (field: string, add: boolean) => void;
  resize: (id: string, width: number) => void;
  move: (id: string, step: -1 | 1) => void;
  store: BlockStore<R>;
}

const RESIZE_STEP = 16;

/** Every key of the grid in one place; returns a handler that swallows only what it used. */
export function gridKeyHandler<R extends { id: string }>(grid: KeySurface<R>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target instanceof HTMLElement && isTyping(event.target)) return;
    const used = onHeaderKey(grid, event) || onSelectionKey(grid, event) || onEditKey(grid, event) || onMenuKey(grid, event) || onRowKey(grid, event) || onMoveKey(grid, event) || grid.other?.(event) === true;
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

const isTyping = (target: HTMLElement): boolean =>
  target.tagName === 'TEXTAREA' || (target instanceof HTMLInputElement && target.type !== 'checkbox');

function onHeaderKey<R extends { id: string }>(grid: KeySurface<R>, event: KeyboardEvent): boolean {
  const { row, column } = grid.active;
  if (row !== -1) return false;
  const laid = grid.columnOf(column);
  if (laid === undefined) return false;
  const sortable = laid.column.sortable === true;
  if (event.key === 'Enter' || event.key === ' ') {
    if (sortable) grid.sortBy(column, event.shiftKey);
    return true;
  }
  if (!event.altKey) return false;
  const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
  if (sideways !== 0) {
    if (event.shiftKey) grid.move(column, sideways);
    else grid.resize(column, laid.width + sideways * RESIZE_STEP);
    return true;
  }
  if (sortable && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    grid.sortBy(column, false);
    return true;
  }
  return false;
}

function onSelectionKey<R extends { id: string }>(grid: KeySurface<R>, event: KeyboardEvent): boolean {
  if (!grid.selectable) return false;
  const { row } = grid.active;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'a') {
    grid.chosen.selectAll();
    return true;
  }
  if (command && event.key.toLowerCase() === 'c') return copy(grid);
  if (event.key === 'Escape' && !isEmpty(grid.selection)) {
    grid.chosen.clear();
    return true;
  }
  if (row < 0) return false;
  const spaceOnBox = event.key === ' ' && grid.active.column === SELECT_COLUMN;
  if ((event.key === 'x' && !command && !event.altKey) || (event.key === ' ' && event.shiftKey) || spaceOnBox) {
    grid.chosen.toggleRow(row, false);
    return true;
  }
  if (event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    const next = Math.min(Math.max(row + (event.key === 'ArrowUp' ? -1 : 1), 0), grid.count - 1);
    grid.chosen.extendTo(next, row);
    grid.focusAt({ row: next, column: grid.active.column });
    return true;
  }
  return false;
}

function onEditKey<R extends { id: string }>(grid: KeySurface<R>, event: KeyboardEvent): boolean {
  if (grid.edit === undefined || event.key !== 'F2' || grid.active.row < 0) return false;
  const row = grid.rowAt(grid.active.row);
  if (row !== undefined) grid.edit(row, grid.active.column);
  return true;
}

function onMenuKey<R extends { id: string }>(grid: KeySurface<R>, event: KeyboardEvent): boolean {
  const onButton = grid.active.column === ACTIONS_COLUMN && (event.key === 'Enter' || event.key === ' ');
  const asked = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || onButton;
  return asked && grid.menu(grid.active);
}

function onRowKey<R extends { id: string }>(grid: KeySurface<R>, event: KeyboardEvent): boolean {
  if (grid.open === undefined || grid.active.row < 0) return false;
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const row = grid.rowAt(grid.active.row);
  const show = event.key === ' ' ? (grid.peek ?? grid.open) : grid.open;
  if (row !== undefined) show(row, grid.active.row);
  return true;
}

function onMoveKey<R extends { id: string }>(grid: KeySurface<R>, event: KeyboardEvent): boolean {
  if (event.shiftKey) return false;
  const next = moveTo(grid.active, event, { rows: grid.count, columns: grid.columnIds, page: grid.page() });
  if (next === null) return false;
  grid.focusAt(next);
  return true;
}

function copy<R extends { id: string }>(grid: KeySurface<R>): boolean {
  if (isEmpty(grid.selection)) return false;
  void copySelected(grid.store, grid.count, grid.selection, grid.columns);
  return true;
}

/** Selected rows that are loaded, in grid order, visible columns in visible order, safe to paste into a spreadsheet. */
export async function copySelected<R extends { id: string }>(
  store: BlockStore<R>,
  count: number,
  selection: Selection,
  columns: readonly GridColumn<R>[],
): Promise<number> {
  const lines: string[][] = [];
  for (let index = 0; index < count; index += 1) {
    const row = store.row(index);
    if (row !== undefined && isSelected(selection, row.id)) lines.push(columns.map((column) => column.text(row)));
  }
  await navigator.clipboard.writeText(toTsv([columns.map((column) => column.label), ...lines]));
  return lines.length;
}
