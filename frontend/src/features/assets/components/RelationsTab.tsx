import { useState } from 'react';
import { Anchor, Skeleton, UnstyledButton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { isReference } from '@/shared/api/record';
import type { Asset, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { quoteValue } from '@/shared/filters/filterText';
import { formatCount } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconDeviceLaptop } from '@/shared/ui/icons';
import { assetKeys, countAssets } from '../api/assetQueries';
import { plain, valueOf } from '../fieldValue';
import drawer from './AssetDrawer.module.css';
import classes from './RelatedAssets.module.css';
import { RelatedAssets } from './RelatedAssets';

/** What ties assets together, from the closest to the loosest. */
const TIES = ['assigned_to', 'location', 'model', 'contract', 'client'] as const;

interface Tie {
  field: FieldDefinition;
  text: string;
  /** All that share it, but for the asset itself. */
  filter: string;
}

/** What this asset shares with others, and those others: a list to look through, to select from and to change. */
export function RelationsTab({ asset, catalogue }: { asset: Asset; catalogue: FieldCatalogue }) {
  const t = useT();
  const { slug, to } = useTenant();
  const ties = tiesOf(asset, catalogue);
  const counts = useQueries({
    queries: ties.map(({ filter }) => ({
      queryKey: [...assetKeys.all(slug), 'count', filter] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => countAssets(filter, signal),
      staleTime: 60_000,
    })),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const known = counts.every((count) => !count.isPending);
  const closest = ties.find((_, place) => (counts[place]?.data?.value ?? 0) > 0);
  const shown = ties.find(({ field }) => field.id === chosen) ?? (known ? closest : undefined);
  return (
    <section aria-labelledby="relations-shared">
      <h3 id="relations-shared" className={drawer['groupTitle']}>
        {t('relations.shared')}
      </h3>
      <div className={classes['ties']} role="group" aria-labelledby="relations-shared">
        {ties.map((tie, place) => (
          <TieButton key={tie.field.id} tie={tie} count={counts[place]} pressed={tie === shown} onPress={() => setChosen(tie.field.id)} />
        ))}
      </div>
      {shown !== undefined && (
        <>
          <div className={classes['head']}>
            <bdi>{t('relations.with', { field: shown.field.label, value: shown.text })}</bdi>
            <Anchor component={Link} size="sm" to={to(`/assets?${new URLSearchParams({ v: 'all', q: shown.filter }).toString()}`)}>
              {t('relations.inRegister')}
            </Anchor>
          </div>
          <RelatedAssets key={shown.filter} catalogue={catalogue} filter={shown.filter} label={t('relations.list', { field: shown.field.label, value: shown.text })} />
        </>
      )}
      {known && shown === undefined && (
        <Blank icon={<IconDeviceLaptop size={22} />} title={t('relations.nothing')}>
          {t('relations.nothingHelp')}
        </Blank>
      )}
    </section>
  );
}

function tiesOf(asset: Asset, catalogue: FieldCatalogue): Tie[] {
  return TIES.flatMap((id) => {
    const field = catalogue.fields.find((item) => item.id === id);
    const value = valueOf(asset, id);
    const text = isReference(value) ? value.label : plain(value);
    return field === undefined || text === '' ? [] : [{ field, text, filter: tieFilter(asset, id, text) }];
  });
}

/** A name may occur at several clients, so what belongs to one is looked for there. */
function tieFilter(asset: Asset, field: string, text: string): string {
  const within = field === 'location' || field === 'assigned_to' ? ` client=${quoteValue(asset.client.label)}` : '';
  const tag = plain(asset['tag']);
  return `${field}=${quoteValue(text)}${within}${tag === '' ? '' : ` tag!=${quoteValue(tag)}`}`;
}

interface TieButtonProps {
  tie: Tie;
  count: { data: Awaited<ReturnType<typeof countAssets>> | undefined; isError: boolean } | undefined;
  pressed: boolean;
  onPress: () => void;
}

function TieButton({ tie: { field, text }, count, pressed, onPress }: TieButtonProps) {
  const t = useT();
  const { value = null, relation } = count?.data ?? {};
  return (
    <UnstyledButton className={classes['tie'] ?? ''} aria-pressed={pressed} onClick={onPress}>
      <span>{field.label}</span>
      <bdi className="qd-truncate">{text}</bdi>
      {value === null && count?.isError !== true && <Skeleton width={40} height={10} />}
      {value !== null && (
        <span className="qd-nums">{value === 0 ? t('relations.noOthers') : t('relations.others', { count: value, shown: formatCount(value, relation ?? 'eq') })}</span>
      )}
    </UnstyledButton>
  );
}
