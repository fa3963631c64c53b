import { lazy, memo, Suspense, useDeferredValue, useEffect, useRef, type KeyboardEvent } from 'react';
import { ActionIcon, CopyButton, Text, Title, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { isProblem } from '@/shared/api/problem';
import { useRegionKeySheet, type RegionKeys } from '@/shared/actions/registry';
import type { Asset, AssetRow, FieldCatalogue } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconArrowsMaximize, IconCheck, IconChevronLeft, IconChevronRight, IconLink, IconQrcode, IconX } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { SidePane } from '@/shared/ui/SidePane';
import { assetTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { useStable } from '@/shared/ui/useStable';
import { assetQuery } from '../api/assetQueries';
import { plain, titleOf } from '../fieldValue';
import { DRAWER_TABS, type DrawerTab } from '../useAssetAddress';
import { useMoment } from '../history/useMoment';
import type { AssetWalk } from '../useOpenAsset';
import classes from './AssetDrawer.module.css';
import { assetGone } from './AssetGone';
import { AssetMenu } from './AssetMenu';
import { AssetTabs } from './AssetTabs';

const AsOfPanel = lazy(async () => ({ default: (await import('../history/AsOfPanel')).AsOfPanel }));

export interface AssetDrawerProps {
  id: string;
  /** What the list knows of it already: shown until the rest is there. */
  row?: AssetRow | undefined;
  /** Looked at from the list: the focus stays there. */
  peeked?: boolean;
  catalogue: FieldCatalogue;
  tab: DrawerTab;
  onTab: (tab: DrawerTab) => void;
  walk: AssetWalk;
  onClose: () => void;
  onChanged: (asset: Asset) => void;
  onDeleted: () => void;
}

const isEditing = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest('input,textarea,select,[role="combobox"],[role="menu"]') !== null;

const KEYS: RegionKeys = {
  title: 'keys.inDrawer',
  lines: [
    { hotkey: 'j', label: 'keys.next' },
    { hotkey: 'k', label: 'keys.previous' },
    { hotkey: ']', label: 'keys.nextTab' },
    { hotkey: '[', label: 'keys.previousTab' },
    { hotkey: 'escape', label: 'keys.close' },
  ],
};

const Content = memo(AssetTabs);

/** One asset beside the grid. j and k walk on, Escape goes back to the row. */
export function AssetDrawer(props: AssetDrawerProps) {
  const { id, catalogue, tab, onTab, walk, onClose } = props;
  const t = useT();
  const { slug } = useTenant();
  // The pane is there at once, and its facts follow; whoever walks on with j held down sees each name go by.
  const settled = useDeferredValue(id, null);
  const asset = useQuery({ ...assetQuery(slug, settled ?? id), enabled: settled !== null });
  useRegionKeySheet(KEYS);
  const onTabStable = useStable(onTab);
  const onChanged = useStable(props.onChanged);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isEditing(event.target)) return;
    const step = DRAWER_TABS.indexOf(tab) + (event.key === ']' ? 1 : -1);
    if (event.key === 'Escape') onClose();
    else if (event.key === 'j') walk.next();
    else if (event.key === 'k') walk.previous();
    else if (event.key === '[' || event.key === ']') onTab(DRAWER_TABS[step] ?? tab);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <SidePane storageKey="asset" label={t('drawer.label')} onKeyDown={onKeyDown}>
      <DrawerHead {...props} asset={asset.data?.id === id ? asset.data : undefined} failed={asset.isError} />
      {(asset.isPending || settled === null) && <Loading />}
      {asset.isError && <DrawerFailure id={id} catalogue={catalogue} error={asset.error} onRetry={() => void asset.refetch()} />}
      {asset.data !== undefined && settled !== null && (
        <Content asset={asset.data} catalogue={catalogue} tab={tab} onTab={onTabStable} onChanged={onChanged} />
      )}
    </SidePane>
  );
}

function DrawerHead({ id, row, peeked = false, asset, failed, catalogue, walk, onClose, onDeleted }: AssetDrawerProps & { asset: Asset | undefined; failed: boolean }) {
  const t = useT();
  const { to } = useTenant();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!peeked) heading.current?.focus({ preventScroll: true });
  }, [id, peeked]);
  const known: AssetRow | Asset | undefined = asset ?? (row?.id === id ? row : undefined);
  const status = plain(known?.['status']);
  return (
    <div className={classes['head']}>
      <div className={classes['tools']}>
        <ActionIcon aria-label={t('drawer.previous')} disabled={walk.index === null || walk.index === 0} onClick={walk.previous}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Text size="xs" c="dimmed" className="qd-nums">
          {walk.index === null
            ? t('drawer.outside')
            : t('drawer.place', { place: formatNumber(walk.index + 1), total: formatNumber(walk.total) })}
        </Text>
        <ActionIcon
          aria-label={t('drawer.next')}
          disabled={walk.index === null || walk.index + 1 >= walk.total}
          onClick={walk.next}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <span className={classes['spring']} />
        <CopyButton value={globalThis.location.href}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('common.copied') : t('drawer.copyLink')}>
              <ActionIcon aria-label={t('drawer.copyLink')} onClick={copy}>
                {copied ? <IconCheck size={17} /> : <IconLink size={17} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
        <Tooltip label={t('drawer.page')}>
          <ActionIcon component={Link} to={to(`/assets/${id}`)} aria-label={t('drawer.page')}>
            <IconArrowsMaximize size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('drawer.printLabel')}>
          <ActionIcon component={Link} to={to(`/assets/labels?ids=${id}`)} aria-label={t('drawer.printLabel')}>
            <IconQrcode size={17} />
          </ActionIcon>
        </Tooltip>
        {asset !== undefined && <AssetMenu asset={asset} onDeleted={onDeleted} />}
        <ActionIcon aria-label={t('drawer.close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </div>
      <Title order={2} ref={heading} tabIndex={-1} className={classes['title'] ?? ''}>
        <bdi>{known === undefined ? t(failed ? 'drawer.label' : 'common.loading') : titleOf(known)}</bdi>
      </Title>
      {known !== undefined && (
        <div className={classes['facts']}>
          {status !== '' && (
            <StatusBadge tone={assetTone(status)}>
              {catalogue.statuses.find((item) => item.key === status)?.label ?? status}
            </StatusBadge>
          )}
          <span className="qd-nums">{plain(known['tag'])}</span>
          <bdi className="qd-truncate">{plain(known['client'])}</bdi>
        </div>
      )}
    </div>
  );
}

interface DrawerFailureProps {
  id: string;
  catalogue: FieldCatalogue;
  error: unknown;
  onRetry: () => void;
}

function DrawerFailure({ id, catalogue, error, onRetry }: DrawerFailureProps) {
  const { at } = useMoment();
  if (at !== null && isProblem(error) && error.status === 404) {
    // A list of the past holds what was deleted since: the asset is shown as it was then.
    return (
      <div className={classes['panel']}>
        <Suspense fallback={<Loading />}>
          <AsOfPanel id={id} name="" asset={null} catalogue={catalogue} at={at} />
        </Suspense>
      </div>
    );
  }
  return (
    assetGone(error, (id) => `/assets?open=${id}`) ?? (
      <div className={classes['panel']}>
        <ProblemAlert error={error} onRetry={onRetry} />
      </div>
    )
  );
}
