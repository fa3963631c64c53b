import { lazy, Suspense, useState } from 'react';
import { Tabs } from '@mantine/core';
import { useSearchProvider } from '@/shared/actions/registry';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { dossier } from '@/shared/i18n/en/dossier';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { isOnFor } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import { Boundary } from '@/shared/ui/Boundary';
import { Loading } from '@/shared/ui/Loading';
import { SwitchedOff } from '@/shared/ui/SwitchedOff';
import { fieldSearch } from '../fieldSearch';
import { fieldsOfType, titleOf } from '../fieldValue';
import { useMoment } from '../history/useMoment';
import { DRAWER_TABS, type DrawerTab } from '../useAssetAddress';
import classes from './AssetDrawer.module.css';
import { FilesTab } from './FilesTab';
import { IdentityTab } from './IdentityTab';
import { LifecycleDates } from './LifecycleDates';
import { type AskedField, OverviewTab } from './OverviewTab';
import { RelationsTab } from './RelationsTab';

addMessages(dossier);

const HistoryTab = lazy(async () => ({ default: (await import('../history/HistoryTab')).HistoryTab }));
const AsOfPanel = lazy(async () => ({ default: (await import('../history/AsOfPanel')).AsOfPanel }));

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
  const { at } = useMoment();
  const hasFiles = isOnFor(useTenant(), 'module.attachments', asset.client.id);
  // Someone who was sent the address of a tab that is off is told so, instead of landing elsewhere.
  const offered = DRAWER_TABS.filter((each) => each !== 'files' || hasFiles || tab === 'files');
  const [asked, setAsked] = useState<AskedField | null>(null);
  const fields = fieldsOfType(catalogue.fields, asset.type);
  useSearchProvider(
    fieldSearch(`fields:${id}`, t('palette.fields'), fields, (field) => {
      setAsked((before) => ({ field, asset: id, time: (before?.time ?? 0) + 1 }));
      onTab('overview');
    }),
  );
  const labels: Record<DrawerTab, string> = {
    overview: t('drawer.overview'),
    history: t('drawer.history'),
    identity: t('drawer.identity'),
    relations: t('drawer.relations'),
    files: t('drawer.files'),
  };
  const panels = {
    overview:
      at === null ? (
        <OverviewTab asset={asset} catalogue={catalogue} asked={asked?.asset === id ? asked : null} onChanged={onChanged} onIdentity={() => onTab('identity')} />
      ) : (
        <AsOfPanel id={id} name={titleOf(asset)} asset={asset} catalogue={catalogue} at={at} />
      ),
    history: (
      <>
        <LifecycleDates asset={asset} catalogue={catalogue} />
        <HistoryTab asset={asset} catalogue={catalogue} />
      </>
    ),
    identity: <IdentityTab asset={asset} catalogue={catalogue} onChanged={onChanged} />,
    relations: <RelationsTab asset={asset} catalogue={catalogue} />,
    files: hasFiles ? <FilesTab id={id} /> : <SwitchedOff module={t('drawer.files')} client={asset.client.label} />,
  };
  return (
    <Tabs value={tab} onChange={(next) => onTab(DRAWER_TABS.find((item) => item === next) ?? 'overview')} className={classes['tabs'] ?? ''} keepMounted={false}>
      <Tabs.List className={classes['tabList'] ?? ''}>
        {offered.map((each) => (
          <Tabs.Tab key={each} value={each}>
            {labels[each]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {offered.map((each) => (
        <Tabs.Panel key={each} value={each} className={classes['panel'] ?? ''}>
          <Boundary key={`${each}:${id}`}>
            <Suspense fallback={<Loading />}>{panels[each]}</Suspense>
          </Boundary>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
