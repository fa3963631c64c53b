import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Provenance } from '@/shared/api/provenance';
import type { Asset, AssetIdentifier, FieldCatalogue } from '@/shared/api/types';
import { isMessageKey, useT } from '@/shared/i18n/i18n';
import '../provenanceMessages';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { kindName, sourceName } from '@/shared/ui/sourceName';
import { provenanceQuery } from '../api/provenanceQueries';
import { plain } from '../fieldValue';
import { MergedInto } from './MergedInto';
import classes from './Provenance.module.css';
import { ProvenanceList } from './ProvenanceList';
import { TakenFor } from './TakenFor';

interface IdentityTabProps {
  asset: Asset;
  catalogue: FieldCatalogue;
  onChanged: (asset: Asset) => void;
}

/** What can identify this asset again, who has seen it, and whose word each value is. */
export function IdentityTab({ asset, catalogue, onChanged }: IdentityTabProps) {
  const t = useT();
  const { slug, to } = useTenant();
  const navigate = useNavigate();
  const told = useQuery(provenanceQuery(slug, asset.id, asset.version));
  return (
    <>
      {told.isPending && <Loading />}
      {told.isError && <ProblemAlert error={told.error} onRetry={() => void told.refetch()} />}
      {told.data !== undefined && (
        <>
          <ProvenanceList key={asset.id} asset={asset} told={told.data} catalogue={catalogue} onChanged={onChanged} />
          <Sources sources={told.data.data.sources} />
        </>
      )}
      <section className={classes['section']} aria-labelledby="identity-identifiers">
        <h3 id="identity-identifiers" className={classes['heading']}>
          {t('provenance.identifiers')}
        </h3>
        <Identifiers identifiers={asset.identifiers} />
      </section>
      <TakenFor assetId={asset.id} />
      <MergedInto
        asset={asset}
        onMerged={(survivor) => {
          if (survivor !== asset.id) void navigate(to(`/assets?open=${survivor}&tab=identity`));
        }}
      />
    </>
  );
}

function Identifiers({ identifiers }: { identifiers: readonly AssetIdentifier[] }) {
  const t = useT();
  if (identifiers.length === 0) return <Text c="dimmed">{t('identity.none')}</Text>;
  return (
    <ul className={classes['cards']}>
      {identifiers.map((identifier) => {
        const key = `identifier.${identifier.kind}`;
        return (
          <li key={`${identifier.kind}:${identifier.value}`} className={classes['row']}>
            <span className={classes['label']}>{isMessageKey(key) ? t(key) : identifier.kind}</span>
            <span className={classes['main']}>
              <bdi className="qd-mono">{identifier.value}</bdi>
              {!identifier.is_current && <span className={classes['former']}>{t('provenance.former')}</span>}
              <span className={classes['meta']}>
                <bdi>{sourceName(plain(identifier.source))}</bdi>
                {' · '}
                {t('provenance.since')} <RelativeTime at={identifier.first_seen} />
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Sources({ sources }: { sources: Provenance['sources'] }) {
  const t = useT();
  return (
    <section className={classes['section']} aria-labelledby="identity-sources">
      <h3 id="identity-sources" className={classes['heading']}>
        {t('provenance.sources')}
      </h3>
      {sources.length === 0 && <Text c="dimmed">{t('provenance.noSources')}</Text>}
      <ul className={classes['cards']}>
        {sources.map((source) => (
          <li key={source.key} className={classes['row']}>
            <span className={classes['label']}>{kindName(source.kind)}</span>
            <span className={classes['main']}>
              <bdi>{source.kind === 'person' ? t('source.kinds.person') : source.name}</bdi>
              <span className={classes['meta']}>
                <RelativeTime at={source.last_seen_at} />
                {' · '}
                {t('provenance.fields', { count: source.fields })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
