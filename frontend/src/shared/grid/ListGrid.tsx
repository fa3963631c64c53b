import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { Failure } from '@/shared/ui/Failure';
import type { BlockStore } from './BlockStore';
import { ColumnManager } from './ColumnManager';
import type { GridColumn, RowSource, ViewState } from './types';
import { useGridLayoutPreference } from './useGridLayoutPreference';
import { useGridRows } from './useGridRows';
import type { GridHandle, WorkspaceGridProps } from './gridProps';
import { WorkspaceGrid } from './WorkspaceGrid';

type Choosing<R extends { id: string }> = Pick<WorkspaceGridProps<R>, 'selection' | 'onSelectionChange' | 'selectionActions' | 'dimmed' | 'rowActions'>;

interface ListGridProps<R extends { id: string }> extends Choosing<R> {
  /** Remembers the layout under this name. */
  module: string;
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

/** The workspace grid with its usual wiring, for the plainer lists. */
export function ListGrid<R extends { id: string }>({ module, source, card, gridRef, onOpen, follow, ...rest }: ListGridProps<R>) {
  const { layout, change, reset } = useGridLayoutPreference(module, rest.columns);
  const [choosing, setChoosing] = useState(false);
  const [sort, setSort] = useState<ViewState['sort']>([]);
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const rows = useGridRows(source);
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
    setSort(next.sort);
    if (next.columns !== layout.columns || next.density !== layout.density) change({ columns: [...next.columns], density: next.density });
  };
  return (
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
}
