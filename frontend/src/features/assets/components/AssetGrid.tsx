import { useCallback, type RefObject } from 'react';
import { Button } from '@mantine/core';
import { noop, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { isProblem } from '@/shared/api/problem';
import type { AssetRow, FieldCatalogue } from '@/shared/api/types';
import type { GridColumn, ViewState } from '@/shared/grid/types';
import type { GridRows } from '@/shared/grid/useGridRows';
import type { GridHandle, RowActions } from '@/shared/grid/gridProps';
import { WorkspaceGrid } from '@/shared/grid/WorkspaceGrid';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconDeviceLaptop, IconFilterOff, IconLock, IconPlugConnectedX } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { assetQuery } from '../api/assetQueries';
import { plain, titleOf } from '../fieldValue';
import { useCellEditing } from '../cells/useCellEditing';
import type { BulkCommand } from '../bulk/useBulk';
import { SelectionActions } from '../selection/SelectionActions';
import type { SelectionScope } from '../selection/selectionApi';
import { selectionNote } from '../selection/SelectionNote';
import type { AssetSelection } from '../selection/useAssetSelection';
import { AssetCard } from './AssetCard';

interface AssetGridProps {
  gridRef: RefObject<GridHandle | null>;
  catalogue: FieldCatalogue;
  rows: GridRows<AssetRow>;
  columns: readonly GridColumn<AssetRow>[];
  view: ViewState;
  onViewChange: (next: ViewState) => void;
  selected: AssetSelection;
  scope: SelectionScope;
  commands: readonly BulkCommand[];
  onShowOnly: (token: string) => void;
  filter: string;
  dimmed: boolean;
  narrow: boolean;
  /** It shows a past moment: nothing can be picked or edited. */
  past: boolean;
  openId: string | null;
  newId: string | null;
  onOpen: (row: AssetRow, index: number) => void;
  onPeek: (row: AssetRow, index: number) => void;
  rowActions: RowActions<AssetRow>;
  /** The filter never meant anything: there is nothing to show rows for. */
  broken: boolean;
  onClearFilter: () => void;
}

export function AssetGrid({ gridRef, ...props }: AssetGridProps) {
  const { catalogue, rows, columns, view, selected, filter, narrow, past, onClearFilter } = props;
  const t = useT();
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  const editing = useCellEditing(catalogue, rows.shown, gridRef);
  const card = useCallback((row: AssetRow) => <AssetCard row={row} catalogue={catalogue} />, [catalogue]);
  if (props.broken) return <BrokenFilter onClear={onClearFilter} />;
  return (
    <WorkspaceGrid
      ref={gridRef}
      label={t('nav.assets')}
      rows={rows}
      columns={columns}
      view={view}
      onViewChange={props.onViewChange}
      rowLabel={(row) => plain(row['tag']) || titleOf(row)}
      {...(past ? {} : { selection: selected.selection, onSelectionChange: selected.select, onEdit: editing.begin })}
      selectionActions={<SelectionActions rows={rows} columns={columns} view={view} selection={selected.selection} scope={props.scope} commands={props.commands} />}
      selectionNote={past ? undefined : selectionNote(selected, props.onShowOnly)}
      onSelectionDismissed={selected.dismiss}
      onOpen={props.onOpen}
      onPeek={props.onPeek}
      {...(past ? {} : { rowActions: props.rowActions })}
      notes={editing.notes}
      onHover={(row) => void queryClient.query({ ...assetQuery(slug, row.id), staleTime: 30_000 }).catch(noop)}
      openId={props.openId}
      newId={props.newId}
      dimmed={props.dimmed}
      card={narrow ? card : undefined}
      empty={props.dimmed ? <BrokenFilter onClear={onClearFilter} /> : <NoAssets filtered={filter !== ''} past={past} onClearFilter={onClearFilter} />}
      failure={(error, retry) => <GridFailure error={error} retry={retry} />}
    />
  );
}

/** Something in the filter means nothing, perhaps a field that is gone: no rows are shown for less than was asked. */
function BrokenFilter({ onClear }: { onClear: () => void }) {
  const t = useT();
  return (
    <Blank icon={<IconFilterOff size={22} />} title={t('assets.brokenFilter')} actions={<Button onClick={onClear}>{t('filter.clearAll')}</Button>}>
      {t('assets.brokenFilterHelp')}
    </Blank>
  );
}

function NoAssets({ filtered, past, onClearFilter }: { filtered: boolean; past: boolean; onClearFilter: () => void }) {
  const t = useT();
  const { can, to } = useTenant();
  if (filtered) {
    return (
      <Blank icon={<IconFilterOff size={22} />} title={t('assets.noMatch')} actions={<Button onClick={onClearFilter}>{t('filter.clearAll')}</Button>}>
        {t('assets.noMatchHelp')}
      </Blank>
    );
  }
  if (past) return <Blank icon={<IconDeviceLaptop size={22} />} title={t('past.none')} />;
  return (
    <Blank
      icon={<IconDeviceLaptop size={22} />}
      title={t('assets.none')}
      actions={
        <>
          {can('imports:run') && (
            <Button component={Link} to={to('/imports/new')}>
              {t('imports.new')}
            </Button>
          )}
          {can('assets:write') && (
            <Button component={Link} to={to('/assets/new')} variant="default">
              {t('assets.new')}
            </Button>
          )}
        </>
      }
    >
      {t('assets.noneHelp')}
    </Blank>
  );
}

function GridFailure({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT();
  const { context } = useTenant();
  if (isProblem(error) && error.status === 403) {
    return (
      <Blank role="alert" icon={<IconLock size={22} />} title={t('assets.forbidden')}>
        {t('assets.forbiddenHelp', { role: context.role.name })}
      </Blank>
    );
  }
  if (isProblem(error) && error.code === 'past_too_far') {
    return (
      <Blank role="alert" icon={<IconFilterOff size={22} />} title={t('past.tooFar')}>
        {error.message}
      </Blank>
    );
  }
  return (
    <Blank role="alert" icon={<IconPlugConnectedX size={22} />} title={t('assets.unavailable')}>
      <ProblemAlert error={error} onRetry={retry} />
    </Blank>
  );
}
