import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { searchAssets } from '../api/assetQueries';
import classes from './AssetForm.module.css';

const MIN_LENGTH = 4;
const squeezed = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Tells before saving that a serial is already somebody's. */
export function KnownSerial({ serial, assetId }: { serial: string; assetId: string | null }) {
  const t = useT();
  const { slug, to } = useTenant();
  const [settled] = useDebouncedValue(serial.trim(), 300);
  const found = useQuery({
    queryKey: ['tenant', slug, 'known-serial', settled],
    queryFn: ({ signal }) => searchAssets(settled, 5, signal),
    enabled: settled.length >= MIN_LENGTH,
    retry: false,
  });
  const known = (found.data ?? []).find(
    (hit) => hit.id !== assetId && hit.matched?.field === 'serial' && squeezed(hit.matched.value) === squeezed(settled),
  );
  if (known === undefined) return null;
  return (
    <div role="status" className={classes['known']}>
      {t('assets.serialKnown', { tag: known.tag, client: known.client.label })}{' '}
      <Link to={to(`/assets?open=${known.id}`)}>{t('common.open')}</Link>
    </div>
  );
}
