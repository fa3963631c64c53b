import { Tabs } from '@mantine/core';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { DRAWER_TABS, type DrawerTab } from '../useAssetAddress';
import classes from './AssetDrawer.module.css';
import { FilesTab } from './FilesTab';
import { HistoryTab } from './HistoryTab';
import { IdentityTab } from './IdentityTab';
import { LifecycleDates } from './LifecycleDates';
import { OverviewTab } from './OverviewTab';
import { RelationsTab } from './RelationsTab';

interface AssetTabsProps {
  asset: Asset;
  catalogue: FieldCatalogue;
  tab: DrawerTab;
  onTab: (tab: DrawerTab) => void;
  onChanged: (asset: Asset) => void;
}

/** Everything about one asset, the same in the drawer and on its page. */
export function AssetTabs({ asset, catalogue, tab, onTab, onChanged }: AssetTabsProps) {
  const t = useT();
  const { id } = asset;
  const labels: Record<DrawerTab, string> = {
    overview: t('drawer.overview'),
    history: t('drawer.history'),
    identity: t('drawer.identity'),
    relations: t('drawer.relations'),
    files: t('drawer.files'),
  };
  const panels = {
    overview: <OverviewTab asset={asset} catalogue={catalogue} onChanged={onChanged} onIdentity={() => onTab('identity')} />,
    history: (
      <>
        <LifecycleDates asset={asset} catalogue={catalogue} />
        <HistoryTab id={id} catalogue={catalogue} />
      </>
    ),
    identity: <IdentityTab asset={asset} catalogue={catalogue} onChanged={onChanged} />,
    relations: <RelationsTab asset={asset} catalogue={catalogue} />,
    files: <FilesTab id={id} />,
  };
  return (
    <Tabs value={tab} onChange={(next) => onTab(DRAWER_TABS.find((item) => item === next) ?? 'overview')} className={classes['tabs'] ?? ''} keepMounted={false}>
      <Tabs.List className={classes['tabList'] ?? ''}>
        {DRAWER_TABS.map((each) => (
          <Tabs.Tab key={each} value={each}>
            {labels[each]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {DRAWER_TABS.map((each) => (
        <Tabs.Panel key={each} value={each} className={classes['panel'] ?? ''}>
          {panels[each]}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
