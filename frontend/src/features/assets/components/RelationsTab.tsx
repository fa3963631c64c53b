import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { isReference } from '@/shared/api/record';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { quoteValue } from '@/shared/filters/filterText';
import { formatCount } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { countAssets } from '../api/assetQueries';
import { plain, valueOf } from '../fieldValue';
import classes from './AssetDrawer.module.css';

/** What ties assets together, from the closest to the loosest. */
const TIES = ['assigned_to', 'location', 'model', 'contract', 'client'] as const;

/** What this asset shares with others; each line opens those in the register. */
export function RelationsTab({ asset, catalogue }: { asset: Asset; catalogue: FieldCatalogue }) {
  const t = useT();
  const ties = TIES.flatMap((id) => {
    const field = catalogue.fields.find((item) => item.id === id);
    const value = valueOf(asset, id);
    const text = isReference(value) ? value.label : plain(value);
    return field === undefined || text === '' ? [] : [{ field, text }];
  });
  return (
    <section className={classes['group']} aria-labelledby="relations-shared">
      <h3 id="relations-shared" className={classes['groupTitle']}>
        {t('relations.shared')}
      </h3>
      <dl className={classes['fields']}>
        {ties.map(({ field, text }) => (
          <Tie key={field.id} label={field.label} text={text} filter={tieFilter(asset, field.id, text)} />
        ))}
      </dl>
    </section>
  );
}

/** A name may occur at several clients, so what belongs to one is looked for there. */
function tieFilter(asset: Asset, field: string, text: string): string {
  const within = field === 'location' || field === 'assigned_to' ? ` client=${quoteValue(asset.client.label)}` : '';
  return `${field}=${quoteValue(text)}${within}`;
}

function Tie({ label, text, filter }: { label: string; text: string; filter: string }) {
  const t = useT();
  const { slug, to } = useTenant();
  const count = useQuery({
    queryKey: ['tenant', slug, 'assets', 'count', filter],
    queryFn: ({ signal }) => countAssets(filter, signal),
    staleTime: 60_000,
  });
  const others = count.data === undefined ? null : { ...count.data, value: Math.max(0, count.data.value - 1) };
  return (
    <div className={classes['field']}>
      <dt>{label}</dt>
      <dd>
        <span className={classes['value']}>
          <bdi>{text}</bdi>
        </span>
        {others === null && !count.isError && <Skeleton width={60} height={10} />}
        {count.isError && <Text size="xs">—</Text>}
        {others !== null &&
          (others.value === 0 ? (
            <Text size="xs" c="dimmed">
              {t('relations.noOthers')}
            </Text>
          ) : (
            <Anchor component={Link} size="sm" to={to(`/assets?${new URLSearchParams({ v: 'all', q: filter }).toString()}`)} className="qd-nums">
              {t('relations.others', { count: others.value, shown: formatCount(others.value, others.relation) })}
            </Anchor>
          ))}
      </dd>
    </div>
  );
}
