import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconPencil, IconQrcode } from '@/shared/ui/icons';
import { placeInList } from '@/shared/ui/listPlace';
import { PageWait } from '@/shared/ui/PageWait';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ScanCode } from '@/shared/ui/ScanCode';
import { assetTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { assetQuery, catalogueQuery } from '../api/assetQueries';
import { plain, textOf, titleOf, valueOf } from '../fieldValue';
import { DRAWER_TABS, type DrawerTab } from '../useAssetAddress';
import classes from './AssetPage.module.css';
import { assetGone } from './AssetGone';
import { AssetTabs } from './AssetTabs';

const FACTS = ['client', 'location', 'assigned_to', 'manufacturer', 'model', 'serial', 'warranty_end', 'last_seen'];

/** One asset with the whole page to itself: what a label's code opens, and what is printed. */
export function AssetPage() {
  const t = useT();
  const { assetId = '' } = useParams();
  const { slug, to } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const asset = useQuery(assetQuery(slug, assetId));
  const gone = asset.isError ? assetGone(asset.error, (id) => `/assets/${id}`) : null;
  if (gone !== null) return <PageFrame title={t('drawer.gone')}>{gone}</PageFrame>;
  if (catalogue.data === undefined || asset.data === undefined) {
    return <PageWait title={t('nav.assets')} path={[{ label: t('nav.assets'), to: placeInList(to('/assets'), assetId) }]} needs={[asset, catalogue]} />;
  }
  return <Loaded asset={asset.data} catalogue={catalogue.data} reload={() => void asset.refetch()} />;
}

function Loaded({ asset, catalogue, reload }: { asset: Asset; catalogue: FieldCatalogue; reload: () => void }) {
  const t = useT();
  const { can, to } = useTenant();
  const [params, setParams] = useSearchParams();
  const tab: DrawerTab = DRAWER_TABS.find((each) => each === params.get('tab')) ?? 'overview';
  return (
    <PageFrame
      layout="fill"
      title={titleOf(asset)}
      path={[{ label: t('nav.assets'), to: placeInList(to('/assets'), asset.id) }, { label: plain(asset['tag']) }]}
      actions={
        <>
          <Button component={Link} to={to(`/assets/labels?ids=${asset.id}`)} variant="default" leftSection={<IconQrcode size={16} aria-hidden />}>
            {t('drawer.printLabel')}
          </Button>
          {can('assets:write') && (
            <Button component={Link} to={to(`/assets/${asset.id}/edit`)} variant="default" leftSection={<IconPencil size={16} aria-hidden />}>
              {t('assets.editAll')}
            </Button>
          )}
        </>
      }
    >
      <div className={classes['columns']}>
        <KeyFacts asset={asset} catalogue={catalogue} />
        <AssetTabs
          asset={asset}
          catalogue={catalogue}
          tab={tab}
          onTab={(next) => setParams(next === 'overview' ? {} : { tab: next })}
          onChanged={reload}
        />
      </div>
    </PageFrame>
  );
}

function KeyFacts({ asset, catalogue }: { asset: Asset; catalogue: FieldCatalogue }) {
  const t = useT();
  const { slug } = useTenant();
  const tag = plain(asset['tag']);
  const facts = FACTS.flatMap((id) => {
    const field = catalogue.fields.find((item) => item.id === id);
    const text = field === undefined ? '' : textOf(field, valueOf(asset, id), catalogue);
    return field === undefined || text === '' ? [] : [{ field, text }];
  });
  return (
    <aside className={classes['facts']} aria-label={t('asset.keyFacts')}>
      <div className={classes['identity']}>
        <ScanCode
          kind="qrcode"
          text={`${globalThis.location.origin}/t/${slug}/all/assets/${asset.id}`}
          label={t('labels.qr', { tag })}
          className={classes['qr']}
        />
        <div>
          <Title order={2} className="qd-nums">
            {tag}
          </Title>
          <StatusBadge tone={assetTone(asset.status)}>{catalogue.statuses.find((item) => item.key === asset.status)?.label ?? asset.status}</StatusBadge>
        </div>
      </div>
      <dl className={classes['list']}>
        {facts.map(({ field, text }) => (
          <div key={field.id} className={classes['fact']}>
            <dt>{field.label}</dt>
            <dd>
              <bdi>{text}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
