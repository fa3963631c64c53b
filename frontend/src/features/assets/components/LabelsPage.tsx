import { useState } from 'react';
import { Alert, Button, SegmentedControl } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { Asset } from '@/shared/api/types';
import { dossier } from '@/shared/i18n/en/dossier';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { isOn, isOnFor } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconPrinter, IconQrcode } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ScanCode } from '@/shared/ui/ScanCode';
import { SwitchedOff } from '@/shared/ui/SwitchedOff';
import { assetQuery } from '../api/assetQueries';
import { plain, titleOf, valueOf } from '../fieldValue';
import classes from './LabelsPage.module.css';

addMessages(dossier);

const SIZES = [
  { value: 'small', label: '51 × 25 mm' },
  { value: 'large', label: '89 × 36 mm' },
];
const MOST = 200;

/** Labels of the assets named in the address: QR code with the way to the record, tag and serial for a scanner. */
export function LabelsPage() {
  const t = useT();
  const tenant = useTenant();
  const { slug } = tenant;
  const [params] = useSearchParams();
  const [size, setSize] = useState('large');
  const ids = (params.get('ids') ?? '').split(',').filter((id) => id !== '').slice(0, MOST);
  const assets = useQueries({ queries: ids.map((id) => assetQuery(slug, id)) });
  const failed = assets.find((asset) => asset.isError);
  const read = assets.flatMap((asset) => (asset.data === undefined ? [] : [asset.data]));
  const ready = read.filter((asset) => isOnFor(tenant, 'module.labels', asset.client.id));
  const leftOut = read.filter((asset) => !ready.includes(asset));
  if (!isOn(tenant, 'module.labels')) {
    return (
      <PageFrame title={t('labels.title')}>
        <SwitchedOff module={t('labels.title')} client={tenant.client?.name ?? null} />
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={t('labels.title')}
      count={t('labels.count', { count: ids.length - leftOut.length })}
      path={[{ label: t('nav.assets'), to: tenant.to('/assets') }, { label: t('labels.title') }]}
      layout="wide"
      actions={
        <>
          <SegmentedControl size="xs" aria-label={t('labels.size')} data={SIZES} value={size} onChange={setSize} />
          <Button leftSection={<IconPrinter size={16} aria-hidden />} disabled={ready.length === 0} onClick={() => globalThis.print()}>
            {t('labels.print')}
          </Button>
        </>
      }
    >
      {ids.length === 0 && (
        <Blank icon={<IconQrcode size={22} />} title={t('labels.none')}>
          {t('labels.noneHelp')}
        </Blank>
      )}
      {failed !== undefined && <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />}
      {leftOut.length > 0 && (
        <Alert color="yellow" mb="md" role="status">
          {t('labels.leftOut', { count: leftOut.length, clients: [...new Set(leftOut.map((asset) => asset.client.label))].join(', ') })}
        </Alert>
      )}
      {ids.length > 0 && read.length === 0 && failed === undefined && <Loading />}
      <div className={classes['sheet']} data-size={size}>
        {ready.map((asset) => (
          <AssetLabel key={asset.id} asset={asset} />
        ))}
      </div>
    </PageFrame>
  );
}

function AssetLabel({ asset }: { asset: Asset }) {
  const t = useT();
  const { slug } = useTenant();
  const tag = plain(asset['tag']);
  const serial = plain(valueOf(asset, 'serial'));
  const address = `${globalThis.location.origin}/t/${slug}/all/assets/${asset.id}`;
  return (
    <article className={classes['label']} aria-label={tag}>
      <ScanCode kind="qrcode" text={address} label={t('labels.qr', { tag })} className={classes['qr']} />
      <div className={classes['words']}>
        <strong className={classes['tag']}>{tag}</strong>
        <bdi className={`${classes['name'] ?? ''} qd-truncate`}>{titleOf(asset)}</bdi>
        <bdi className={`${classes['small'] ?? ''} qd-truncate`}>{asset.client.label}</bdi>
        {serial !== '' && <bdi className={`${classes['small'] ?? ''} qd-truncate`}>S/N {serial}</bdi>}
        <ScanCode kind="code128" text={tag} label={t('labels.barcode', { tag })} className={classes['bars']} />
      </div>
    </article>
  );
}
