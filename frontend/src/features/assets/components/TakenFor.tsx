import { Button, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { components } from '@/shared/api/schema';
import { isMessageKey, useT } from '@/shared/i18n/i18n';
import '../provenanceMessages';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle, IconCheck, IconCircleDashed } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { sourceName } from '@/shared/ui/sourceName';
import { decisionsAboutQuery, saidAboutQuery } from '../api/decisionQueries';
import classes from './Provenance.module.css';

type Taken = components['schemas']['TakenFor'];
type Finding = Taken['evidence'][number];

/** Every row and every report that was taken for this asset, with the reasons as they stood when it was decided. */
export function TakenFor({ assetId }: { assetId: string }) {
  const t = useT();
  const { slug, can } = useTenant();
  const found = useInfiniteQuery(decisionsAboutQuery(slug, assetId));
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={classes['section']} aria-labelledby="identity-decisions">
      <h3 id="identity-decisions" className={classes['heading']}>
        {t('taken.title')}
      </h3>
      {found.isPending && <Loading />}
      {found.isError && <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />}
      {found.data !== undefined && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('taken.none')}
        </Text>
      )}
      <ul className={classes['cards']}>
        {rows.map((row) => (
          <TakenOnce key={`${row.batch_id}:${String(row.row)}`} taken={row} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button size="compact-sm" variant="subtle" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('taken.more')}
        </Button>
      )}
      {can('imports:run') && <SaidByPeople assetId={assetId} />}
    </section>
  );
}

function TakenOnce({ taken }: { taken: Taken }) {
  const t = useT();
  const key = `taken.outcome.${taken.outcome}`;
  return (
    <li className={classes['row']}>
      <span className={classes['label']}>
        <RelativeTime at={taken.at} />
      </span>
      <div className={classes['main']}>
        <bdi>{taken.reason}</bdi>
        <span className={classes['meta']}>
          {isMessageKey(key) ? t(key) : taken.outcome}
          {' · '}
          <bdi>{t('taken.row', { source: sourceName(taken.source), row: taken.row })}</bdi>
        </span>
        {taken.kept.map((kept) => (
          <span key={kept.label} className={classes['meta']}>
            <bdi>{kept.reason}</bdi>
          </span>
        ))}
        {taken.evidence.length > 0 && (
          <details className={classes['evidence']}>
            <summary>{t('taken.evidence', { count: taken.evidence.length })}</summary>
            <ul>
              {taken.evidence.map((finding) => (
                <EvidenceLine key={`${finding.label}:${finding.finding}:${finding.incoming}`} finding={finding} />
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}

function EvidenceLine({ finding }: { finding: Finding }) {
  const t = useT();
  const way = finding.weight > 0 ? 'for' : finding.weight < 0 ? 'against' : 'neutral';
  const Icon = { for: IconCheck, against: IconAlertTriangle, neutral: IconCircleDashed }[way];
  const values = finding.incoming === finding.on_record ? finding.incoming : t('taken.versus', { incoming: finding.incoming, onRecord: finding.on_record });
  return (
    <li data-way={way}>
      <Icon size={14} aria-hidden />
      <span>
        {finding.label} {finding.finding} <bdi className={classes['meta']}>{values}</bdi>
        <span className="qd-visually-hidden"> ({t(`taken.way.${way}`)})</span>
      </span>
    </li>
  );
}

function SaidByPeople({ assetId }: { assetId: string }) {
  const t = useT();
  const { slug, to } = useTenant();
  const said = useQuery(saidAboutQuery(slug, assetId)).data ?? [];
  if (said.length === 0) return null;
  return (
    <>
      <ul className={classes['cards']}>
        {said.map((each) => (
          <li key={each.id} className={classes['row']}>
            <span className={classes['label']}>
              <RelativeTime at={each.decided_at} />
            </span>
            <span className={classes['main']}>
              <bdi>{t(each.is_same ? 'taken.isSame' : 'taken.isNot', { who: each.decided_by_label, device: each.label })}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <Button component={Link} to={to('/settings/decisions')} size="compact-sm" variant="subtle">
        {t('taken.remembered')}
      </Button>
    </>
  );
}
