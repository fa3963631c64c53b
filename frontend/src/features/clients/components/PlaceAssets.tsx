import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Client } from '@/shared/api/types';
import { quoteValue } from '@/shared/filters/filterText';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';

interface PlaceAssetsProps {
  client: Client;
  field: 'location' | 'assigned_to';
  name: string;
  count: number | undefined;
}

/** How many assets stand there or are somebody's, and the way to them: they are moved together in the list. */
export function PlaceAssets({ client, field, name, count }: PlaceAssetsProps) {
  const t = useT();
  const { slug } = useTenant();
  if (count === undefined || count === 0) return null;
  const filter = encodeURIComponent(`${field}=${quoteValue(name)}`);
  return (
    <Text size="sm">
      {t('places.assets', { count })}.{' '}
      <Anchor component={Link} to={`/t/${slug}/${client.slug}/assets?q=${filter}`}>
        {t('places.showAssets')}
      </Anchor>{' '}
      {t('places.moveHelp')}
    </Text>
  );
}

export function PlaceCard({ name, detail }: { name: string; detail: string }) {
  return (
    <>
      <bdi>{name}</bdi>
      <div className="qd-meta">
        <bdi>{detail}</bdi>
      </div>
    </>
  );
}
