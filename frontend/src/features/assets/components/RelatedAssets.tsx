import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearchParams } from 'react-router';
import type { AssetRow, FieldCatalogue } from '@/shared/api/types';
import { ColumnManager } from '@/shared/grid/ColumnManager';
import { Failure } from '@/shared/ui/Failure';
import { isEmpty, NO_SELECTION } from '@/shared/grid/selection';
import { printSort } from '@/shared/grid/sort';
import type { Selection, ViewState } from '@/shared/grid/types';
import { useGridLayoutPreference } from '@/shared/grid/useGridLayoutPreference';
import { useGridRows } from '@/shared/grid/useGridRows';
import { WorkspaceGrid } from '@/shared/grid/WorkspaceGrid';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconFilterOff } from '@/shared/ui/icons';
import { useChangesElsewhere } from '@/shared/undo/recordChanges';
import { assetSource } from '../api/assetQueries';
import { assetColumns } from '../assetColumns';
import { useBulk } from '../bulk/useBulk';
import { plain, titleOf } from '../fieldValue';
import { SelectionActions } from '../selection/SelectionActions';
import { useRowActions } from '../useRowActions';
import { AssetCard } from './AssetCard';
import classes from './RelatedAssets.module.css';

interface RelatedAssetsProps {
  catalogue: FieldCatalogue;
  filter: string;
  label: string;
}

/** A list beside the main one: the same grid, with a selection and changes of its own. */
export function RelatedAssets({ catalogue, filter, label }: RelatedAssetsProps) {
  const t = useT();
  const { slug } = useTenant();
  const columns = useMemo(() => assetColumns(catalogue, true).map((column) => ({ ...column, width: NARROWER[column.id] ?? column.width })), [catalogue]);
  const { layout, change, reset } = useGridLayoutPreference('related-assets', columns);
  const [sort, setSort] = useState<ViewState['sort']>([]);
  const [choosing, setChoosing] = useState(false);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const shown = useMemo(() => layout.columns.filter((state) => state.visible).map((state) => state.id), [layout.columns]);
  const source = useMemo(() => assetSource({ tenant: slug, filter, sort: printSort(sort), only: null }, shown), [slug, filter, sort, shown]);
  const rows = useGridRows(source);
  const scope = useMemo(() => ({ client: undefined, filter, only: null }), [filter]);
  const { commands, commandsOn, dialog } = useBulk(catalogue, selection, scope, false);
  useChangesElsewhere(() => rows.store.refresh());
  const open = useOpening();
  const rowActions = useRowActions({ selection, commandsOn, open });
  const card = useCallback((row: AssetRow) => <AssetCard row={row} catalogue={catalogue} />, [catalogue]);
  const view: ViewState = { ...layout, sort };
  const changeView = (next: ViewState): void => {
    setSort(next.sort);
    if (next.columns !== layout.columns || next.density !== layout.density) change({ columns: [...next.columns], density: next.density });
  };
  /** The keys of the main list mean this one while focus is here, and never its neighbour's rows. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const command = commands.find(({ hotkey }) => hotkey === event.key);
    command?.perform();
    return command !== undefined || (isEmpty(selection) && KEYS_OF_SELECTIONS.has(event.key));
  };
  return (
    <div className={classes['list']}>
      <WorkspaceGrid
        label={label}
        rows={rows}
        columns={columns}
        view={view}
        onViewChange={changeView}
        rowLabel={(row) => plain(row['tag']) || titleOf(row)}
        selection={selection}
        onSelectionChange={setSelection}
        selectionActions={<SelectionActions rows={rows} columns={columns} view={view} selection={selection} scope={scope} commands={commands} />}
        onOpen={open}
        onKey={onKey}
        rowActions={rowActions}
        card={narrow ? card : undefined}
        footerTools={
          narrow ? undefined : <ColumnManager small columns={columns} view={view} onViewChange={changeView} onReset={reset} opened={choosing} onOpened={setChoosing} />
        }
        empty={<Blank icon={<IconFilterOff size={22} />} title={t('relations.noOthers')} />}
        failure={(error, retry) => <Failure of="list" error={error} onRetry={retry} />}
      />
      {dialog}
    </div>
  );
}

/** Beside the main list, tag, name and status are to be seen at once. */
const NARROWER: Readonly<Record<string, number>> = { tag: 108, name: 128 };

/** What the main list does with its own selection. */
const KEYS_OF_SELECTIONS = new Set(['e', 'a', 't', 'm', '.']);

/** In the drawer the drawer goes there, and from a page the page. */
function useOpening(): (row: AssetRow) => void {
  const navigate = useNavigate();
  const { to } = useTenant();
  const [params, setParams] = useSearchParams();
  const inDrawer = params.has('open');
  return useCallback(
    (row) => {
      if (!inDrawer) {
        void navigate(to(`/assets/${row.id}`));
        return;
      }
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.set('open', row.id);
        next.delete('tab');
        return next;
      });
    },
    [inDrawer, navigate, to, setParams],
  );
}
