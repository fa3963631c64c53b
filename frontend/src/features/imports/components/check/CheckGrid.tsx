import { useCallback, useMemo, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type Ref } from 'react';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { FixWrite, MappedColumn } from '@/shared/api/importTypes';
import type { GridHandle } from '@/shared/grid/gridProps';
import { mergeColumns } from '@/shared/grid/columns';
import { idsOf, NO_SELECTION } from '@/shared/grid/selection';
import type { ColumnState, Selection } from '@/shared/grid/types';
import type { GridRows } from '@/shared/grid/useGridRows';
import { WorkspaceGrid } from '@/shared/grid/WorkspaceGrid';
import { useT } from '@/shared/i18n/i18n';
import { Blank } from '@/shared/ui/Blank';
import { IconCheck } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import type { CheckRowItem } from '../../api/importQueries';
import { cellId, CheckCard, checkColumns, columnOfCell, type EditedCell } from './checkColumns';
import classes from './Check.module.css';

interface CheckGridProps {
  gridRef: Ref<GridHandle>;
  rows: GridRows<CheckRowItem>;
  columns: readonly MappedColumn[];
  filtered: boolean;
  openId: string | null;
  onFocusRow: (index: number) => void;
  onOpen: (row: CheckRowItem, index: number) => void;
  onFix: (body: FixWrite) => void;
  onShowAll: () => void;
}

/** The staged rows in the shared grid; F2 or a double click mends a cell in place. */
export function CheckGrid({ gridRef, rows, columns, filtered, openId, onFocusRow, onOpen, onFix, onShowAll }: CheckGridProps) {
  const t = useT();
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const [editing, setEditing] = useState<EditedCell | null>(null);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const [states, setStates] = useState<readonly ColumnState[]>([]);

  const endEdit = useCallback(
    (cell: EditedCell, value: string | null): void => {
      setEditing(null);
      if (value !== null && value !== cell.value) onFix({ kind: 'cell', row: cell.row, column: cell.column, value });
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row-id="${String(cell.row)}"] [data-col-id="${cellId(cell.column)}"]`)?.focus());
    },
    [onFix],
  );
  const shown = useMemo(() => checkColumns(t, columns, editing, endEdit), [t, columns, editing, endEdit]);
  const merged = useMemo(() => mergeColumns(shown, states), [shown, states]);

  const edit = (target: EventTarget): void => {
    if (!(target instanceof HTMLElement)) return;
    const index = Number(target.closest<HTMLElement>('[data-row-index]')?.dataset['rowIndex'] ?? Number.NaN);
    const column = columnOfCell(target.closest<HTMLElement>('[data-col-id]')?.dataset['colId']);
    const row = Number.isNaN(index) ? undefined : rows.shown.row(index);
    if (row !== undefined && column !== null) setEditing({ row: row.row, column, value: row.cells[column] ?? '' });
  };
  const selected = [...idsOf(selection)].map(Number);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'F2') return;
    event.preventDefault();
    edit(event.target);
  };
  const onFocus = (event: FocusEvent): void => {
    const index = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-row-index]')?.dataset['rowIndex'] : undefined;
    if (index !== undefined) onFocusRow(Number(index));
  };

  return (
    // The wrapper only listens; what takes keys and focus is the grid inside.
    <div className={classes['gridBox']} onKeyDownCapture={onKeyDown} onFocus={onFocus} onDoubleClick={(event: MouseEvent) => edit(event.target)}>
      <WorkspaceGrid
        ref={gridRef}
        label={t('check.grid')}
        rows={rows}
        columns={shown}
        view={{ sort: [], columns: merged, density: 'normal' }}
        onViewChange={(next) => setStates(next.columns)}
        rowLabel={(row) => t('imports.rowNumber', { number: row.row })}
        selection={selection}
        onSelectionChange={setSelection}
        selectionActions={
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              onFix({ kind: 'exclude', rows: selected });
              setSelection(NO_SELECTION);
            }}
          >
            {t('check.excludeRows', { count: selected.length })}
          </Button>
        }
        openId={openId}
        onOpen={onOpen}
        card={narrow ? (row) => <CheckCard row={row} columns={columns} /> : undefined}
        empty={
          <Blank
            icon={<IconCheck size={22} />}
            title={filtered ? t('check.nothingHere') : t('imports.noRows')}
            actions={
              filtered ? (
                <Button variant="default" onClick={onShowAll}>
                  {t('check.showAll')}
                </Button>
              ) : undefined
            }
          />
        }
        failure={(error, retry) => <ProblemAlert error={error} onRetry={retry} />}
      />
    </div>
  );
}
