import { Text } from '@mantine/core';
import type { Asset, AssetIdentifier } from '@/shared/api/types';
import { isMessageKey, useT } from '@/shared/i18n/i18n';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { plain } from '../fieldValue';
import classes from './AssetDrawer.module.css';

/** What can identify this asset again, and who said so. */
export function IdentityTab({ asset }: { asset: Asset }) {
  const t = useT();
  if (asset.identifiers.length === 0) return <Text c="dimmed">{t('identity.none')}</Text>;
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('identity.kind')}</th>
          <th scope="col">{t('identity.value')}</th>
          <th scope="col">{t('identity.source')}</th>
          <th scope="col">{t('identity.lastSeen')}</th>
        </tr>
      </thead>
      <tbody>
        {asset.identifiers.map((identifier) => (
          <IdentifierRow key={`${identifier.kind}:${identifier.value}`} identifier={identifier} />
        ))}
      </tbody>
    </table>
  );
}

function IdentifierRow({ identifier }: { identifier: AssetIdentifier }) {
  const t = useT();
  const key = `identifier.${identifier.kind}`;
  return (
    <tr>
      <td>{isMessageKey(key) ? t(key) : identifier.kind}</td>
      <td>
        <bdi className="qd-mono">{identifier.value}</bdi>
      </td>
      <td>{plain(identifier.source)}</td>
      <td>{identifier.last_seen === null ? '—' : <RelativeTime at={identifier.last_seen} />}</td>
    </tr>
  );
}
