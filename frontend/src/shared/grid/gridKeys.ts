import type { ActiveCell } from './types';

interface Surroundings {
  rows: number;
  columns: readonly string[];
  page: number;
}

interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Where a navigation key of the grid pattern leads; null when the key moves nothing. */
export function moveTo(from: ActiveCell, stroke: Stroke, around: Surroundings): ActiveCell | null {
  if (stroke.altKey) return null;
  const far = stroke.ctrlKey || stroke.metaKey;
  const at = Math.max(0, around.columns.indexOf(from.column));
  const lastRow = around.rows - 1;
  const lastColumn = around.columns.length - 1;
  const go = (row: number, column: number): ActiveCell => ({
    row: Math.min(Math.max(row, -1), lastRow),
    column: around.columns[Math.min(Math.max(column, 0), lastColumn)] ?? from.column,
  });
  switch (stroke.key) {
    case 'ArrowUp':
      return go(from.row - 1, at);
    case 'ArrowDown':
      return go(from.row + 1, at);
    case 'ArrowLeft':
      return go(from.row, at - 1);
    case 'ArrowRight':
      return go(from.row, at + 1);
    case 'PageUp':
      return go(Math.max(0, from.row - around.page), at);
    case 'PageDown':
      return go(from.row + around.page, at);
    case 'Home':
      return far ? go(Math.min(0, lastRow), 0) : go(from.row, 0);
    case 'End':
      return far ? go(lastRow, lastColumn) : go(from.row, lastColumn);
    default:
      return null;
  }
}
