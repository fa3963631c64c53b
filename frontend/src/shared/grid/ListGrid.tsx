import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { Failure } from '@/shared/ui/Failure';
import type { ListAddress } from '@/shared/views/useListAddress';
import { MissingView } from '@/shared/views/MissingView';
import type { BlockStore } from './BlockStore';
import { ColumnManager } from './ColumnManager';
import type { GridColumn, RowSource, ViewState } from './types';
import { sortedSource } from './sortedSource';
import { useGridLayoutPreference } from './useGridLayoutPreference';
import { useGridRows } from './useGridRows';
import type { GridHandle, WorkspaceGridProps } from './gridProps';
import { WorkspaceGrid } from './WorkspaceGrid';
import classes from './WorkspaceGrid.module.css';

type Choosing<R extends { id: string }> = Pick<WorkspaceGridProps<R>, 'selection' | 'onSelectionChange' | 'selectionActions' | 'dimmed' | 'rowActions'>;

/** What the list is looked at through; for one without views, the name its layout is remembered under. */
type Named = { list: ListAddress; module?: never } | { list?: never; module: string };

interface ListProps<R extends { id: string }> extends Choosing<R> {
  label: string;
  /** A stable object per result set: make it in a memo. */
  source: RowSource<R>;
  columns: readonly GridColumn<R>[];
  rowLabel: (row: R) => string;
  empty: ReactNode;
  openId?: string | null;
  onOpen?: (row: R) => void;
  card?: (row: R) => ReactNode;
  gridRef?: RefObject<GridHandle | null>;
  /** Keeps the rows in step with what happens elsewhere; answers with how to stop. A stable function. */
  follow?: (store: BlockStore<R>) => () => void;
}

const NO_SORT: ViewState['sort'] = [];

type ListGridProps<R extends { id: string }> = ListProps<R> & Named;

/** The workspace grid with its usual wiring, for the plainer lists. */
export function ListGrid<R extends { id: string }>({ list, module, source, card, gridRef, onOpen, follow, ...rest }: ListGridProps<R>) {
  const { columns } = rest;
  const { layout, change, reset } = useGridLayoutPreference(list === undefined ? module : list.module, columns, list?.base ?? null);
  const [choosing, setChoosing] = useState(false);
  const sort = list?.sort ?? NO_SORT;
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const sorted = useMemo(() => sortedSource(source, columns, sort), [source, columns, sort]);
  const rows = useGridRows(sorted);
  const { store } = rows;
  useEffect(() => follow?.(store), [follow, store]);
  const own = useRef<GridHandle>(null);
  const grid = gridRef ?? own;
  // Whoever comes back to the list, or was sent its address, finds the row; later openings are in view already.
  const arrived = useRef(false);
  const place = rest.openId == null ? null : store.indexOf(rest.openId);
  useEffect(() => {
    if (!store.hasRows || arrived.current) return;
    arrived.current = true;
    if (place !== null) grid.current?.revealRow(place, 'center');
  }, [store.hasRows, place, grid]);
  const view: ViewState = { ...layout, sort };
  const changeView = (next: ViewState): void => {
    if (next.sort !== sort) list?.setSort(next.sort);
    if (next.columns !== layout.columns || next.density !== layout.density) change({ columns: [...next.columns], density: next.density });
  };
  const shown = (
    <WorkspaceGrid
      {...rest}
      ref={grid}
      {...(onOpen === undefined ? {} : { onOpen })}
      rows={rows}
      view={view}
      onViewChange={changeView}
      footerTools={
        narrow ? undefined : <ColumnManager small columns={rest.columns} view={view} onViewChange={changeView} onReset={reset} opened={choosing} onOpened={setChoosing} />
      }
      card={narrow ? card : undefined}
      failure={(error, retry) => <Failure of="list" error={error} onRetry={retry} />}
    />
  );
  if (list?.missing !== true) return shown;
  return (
    <div className={classes['noted']}>
      <MissingView />
      {shown}
    </div>
  );
}
