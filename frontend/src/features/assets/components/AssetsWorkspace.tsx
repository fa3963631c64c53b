import { Suspense, useMemo, useRef, useState } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { ActionMenu, ActionRail } from '@/shared/actions/ActionRail';
import type { FieldCatalogue, ViewList } from '@/shared/api/types';
import { FilterBar } from '@/shared/filters/FilterBar';
import { ColumnManager } from '@/shared/grid/ColumnManager';
import { mergeColumns, sameColumns } from '@/shared/grid/columns';
import type { Total } from '@/shared/grid/BlockStore';
import type { ViewState } from '@/shared/grid/types';
import type { GridHandle } from '@/shared/grid/gridProps';
import { formatCount } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { useRememberedPlace } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { MissingView } from '@/shared/views/MissingView';
import { useActiveView } from '@/shared/views/useActiveView';
import { ViewControl } from '@/shared/views/ViewControl';
import { suggestValues } from '../api/assetQueries';
import { assetColumns } from '../assetColumns';
import { useColumnSearch } from '../fieldSearch';
import { quickFilters } from '../quickFilters';
import { useAssetActions } from '../useAssetActions';
import { useNewlyMade } from '../newlyMade';
import { withAsset } from '../rowOf';
import { useAssetAddress } from '../useAssetAddress';
import { useAssetLayout } from '../useAssetLayout';
import { useAssetRows, useCanonicalFilter, useCheckedFilter } from '../useAssetRows';
import { PastStrip } from '../past/PastStrip';
import { OnlyBanner } from '../selection/OnlyBanner';
import { useSelectedAssets } from '../selection/useSelectedAssets';
import { useRowActions } from '../useRowActions';
import { useOpenAsset, type AssetPaneHandle } from '../useOpenAsset';
import { AssetGrid } from './AssetGrid';
import { AssetPane } from './AssetPane';
import classes from './AssetsWorkspace.module.css';

const OWN = { names: ['q', 'tab'] };

const matchesText = (t: Translate, total: Total | null): string | null =>
  total === null ? null : t('filter.matches', { count: total.value, shown: formatCount(total.value, total.relation) });

/** Filter bar, grid and drawer of the register; everything about it stands in the address. */
export function AssetsWorkspace({ catalogue, views }: { catalogue: FieldCatalogue; views: ViewList }) {
  const t = useT();
  const { can, client } = useTenant();
  const active = useActiveView(views, OWN);
  const address = useAssetAddress(active);
  useRememberedPlace();
  const grid = useRef<GridHandle>(null);
  const pane = useRef<AssetPaneHandle>(null);
  const wide = useMediaQuery('(min-width: 1024px)', true, { getInitialValueInEffect: false });
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const checked = useCheckedFilter(address.filter);
  useCanonicalFilter(address.filter, checked.canonical, address.respell);
  const columns = useMemo(() => assetColumns(catalogue, client === null), [catalogue, client]);
  const { layout, change: setLayout, reset: resetLayout } = useAssetLayout(columns, active.base);
  const [menu, setMenu] = useState<'views' | 'columns' | 'past' | null>(null);
  const wanted = useMemo(() => layout.columns.filter((state) => state.visible).map((state) => state.id), [layout.columns]);
  const rows = useAssetRows(checked.effective ?? '', address.sortText, wanted, checked.effective !== null, address.only, address.asOf);
  const { scope, selected, commands, commandsOn, dialog, runTemplate } = useSelectedAssets(catalogue, address, checked.effective ?? '', rows);
  const view: ViewState = { ...layout, sort: address.sort };
  const past = address.asOf !== null;
  const changeView = (next: ViewState): void => {
    if (next.sort !== view.sort) address.setSort(next.sort);
    if (next.columns !== view.columns || next.density !== view.density) setLayout({ columns: [...next.columns], density: next.density });
  };
  const modified =
    address.filter !== active.filter || address.sortText !== active.sort || !sameColumns(columns, layout.columns, mergeColumns(columns, active.base?.columns ?? []));
  const opened = useOpenAsset(address, rows.shown, grid, pane);
  const newId = useNewlyMade(rows.shown, grid);
  const rowActions = useRowActions({ selection: selected.selection, commandsOn, open: (row) => opened.openRow(row, rows.shown.indexOf(row.id) ?? 0) });
  const openRow = address.open === null || past ? undefined : rows.shown.find(address.open);
  useAssetActions({
    selection: selected.selection,
    openId: address.open,
    onOpenRow: openRow === undefined ? null : rowActions(openRow),
    exporting: { columns, view, filter: checked.effective ?? '', only: address.only },
    openMenu: setMenu,
    refresh: () => rows.store.refresh(),
    runTemplate: () => runTemplate('selection'),
    past,
    askPast: () => setMenu('past'),
  });
  useColumnSearch(columns, wanted, address.open === null, grid);
  const { total } = rows.shown;
  return (
    <div className={classes['withRail']}>
      {wide && <ActionRail />}
      <PageFrame
        layout="fill"
        title={t('nav.assets')}
        count={total === null ? undefined : formatCount(total.value, total.relation)}
        path={[{ label: t('nav.assets') }]}
        beside={
          <ViewControl
            module="assets"
            views={views}
            active={active.view}
            builtIn={t('assets.all')}
            modified={modified}
            content={{ filter: address.filter, sort: address.sortText, columns: layout.columns, density: layout.density }}
            opened={menu === 'views'}
            onOpened={(open) => setMenu(open ? 'views' : null)}
            onOpen={active.open}
            deeds={can('assets:write') && !past ? [{ id: 'template', label: t('bulkMenu.templateOnView'), perform: () => runTemplate('list') }] : []}
            onReset={() => {
              address.resetToView();
              resetLayout();
            }}
          />
        }
        actions={
          <>
            {!wide && <ActionMenu />}
            {!narrow && (
              <ColumnManager
                columns={columns}
                view={view}
                onViewChange={changeView}
                onReset={resetLayout}
                opened={menu === 'columns'}
                onOpened={(open) => setMenu(open ? 'columns' : null)}
              />
            )}
          </>
        }
      >
        {active.missing && <MissingView />}
        <FilterBar
          text={address.filter}
          tokens={checked.tokens}
          errors={checked.errors}
          fields={catalogue.fields}
          quick={quickFilters(t, catalogue)}
          suggestValues={(field, text, signal) => suggestValues(field, text, client?.id, signal)}
          matches={address.filter === '' || checked.wrong ? null : matchesText(t, total)}
          settled={total?.relation !== 'gte'}
          onCommit={address.setFilter}
        />
        {address.only !== null && (
          <OnlyBanner selection={address.only} job={address.onlyOfJob} onShowAll={() => address.setOnly(null)} />
        )}
        <PastStrip address={address} asking={menu === 'past'} onAsk={(ask) => setMenu(ask ? 'past' : null)} />
        <div className={classes['split']} data-region="list">
          <AssetGrid
            gridRef={grid}
            catalogue={catalogue}
            rows={rows}
            columns={columns}
            view={view}
            onViewChange={changeView}
            selected={selected}
            scope={scope}
            commands={commands}
            onShowOnly={address.setOnly}
            filter={address.filter}
            dimmed={checked.wrong}
            broken={checked.wrong && checked.effective === null}
            narrow={narrow}
            past={past}
            openId={address.open}
            newId={newId}
            onOpen={opened.openRow}
            onPeek={opened.peekRow}
            rowActions={rowActions}
            onClearFilter={() => address.setFilter('')}
          />
          <Suspense fallback={null}>
            <AssetPane
              ref={pane}
              key={client?.id ?? 'all'}
              open={address.open}
              catalogue={catalogue}
              tab={address.tab}
              onTab={address.setTab}
              walk={opened}
              onClose={opened.close}
              onChanged={(asset) => rows.store.patch(asset.id, (row) => withAsset(row, asset))}
              onDeleted={() => {
                opened.close();
                rows.store.refresh();
              }}
            />
          </Suspense>
        </div>
        {dialog}
      </PageFrame>
    </div>
  );
}
