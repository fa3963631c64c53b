import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { timeline } from '@/shared/i18n/en/timeline';
import { formatDate } from '@/shared/i18n/format';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconColumns3, IconHistory } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { titleOf } from '../fieldValue';
import { CompareDialog } from './CompareDialog';
import classes from './History.module.css';
import { historyQuery, type HistoryFilter } from './historyApi';
import { HistoryEntry } from './HistoryEntry';
import type { HistorySubject, OnRestore } from './historyTypes';
import { HistoryFilters } from './HistoryFilters';
import { LastHeard } from './LastHeard';
import { MomentDialog } from './MomentDialog';
import { RestoreDialog } from './RestoreDialog';
import { useMoment } from './useMoment';

addMessages(timeline);

type Asked = { what: 'moment' } | { what: 'compare'; from?: string } | { what: 'restore'; at: string; field: string | undefined } | null;

/** Everything that happened to an asset, and the ways back to it. */
export function HistoryTab({ asset, catalogue }: { asset: Asset; catalogue: FieldCatalogue }) {
  return <History subject={{ id: asset.id, name: titleOf(asset), asset }} catalogue={catalogue} />;
}

export function History({ subject, catalogue }: { subject: HistorySubject; catalogue: FieldCatalogue }) {
  const t = useT();
  const { can } = useTenant();
  const { show } = useMoment();
  const [filter, setFilter] = useState<HistoryFilter>({});
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  return (
    <>
      <div className={classes['bar']}>
        <HistoryFilters id={subject.id} catalogue={catalogue} filter={filter} onFilter={setFilter} />
        <span className={classes['spring']} />
        <Button size="compact-sm" variant="default" leftSection={<IconHistory size={15} aria-hidden />} onClick={() => setAsked({ what: 'moment' })}>
          {t('moment.open')}
        </Button>
        <Button size="compact-sm" variant="default" leftSection={<IconColumns3 size={15} aria-hidden />} onClick={() => setAsked({ what: 'compare' })}>
          {t('moment.compare')}
        </Button>
      </div>
      {subject.asset !== null && !isFiltered(filter) && <LastHeard asset={subject.asset} />}
      <Entries
        subject={subject}
        catalogue={catalogue}
        filter={filter}
        onClear={() => setFilter({})}
        onCompare={(from) => setAsked({ what: 'compare', from })}
        onRestore={(at, field) => setAsked({ what: 'restore', at, field })}
      />
      {asked?.what === 'moment' && (
        <MomentDialog
          onClose={close}
          onShow={(at) => {
            close();
            show(at);
          }}
        />
      )}
      {asked?.what === 'compare' && <CompareDialog id={subject.id} catalogue={catalogue} from={asked.from} onClose={close} />}
      {asked?.what === 'restore' && can('assets:write') && (
        <RestoreDialog id={subject.id} name={subject.name} at={asked.at} only={asked.field} catalogue={catalogue} onClose={close} />
      )}
    </>
  );
}

interface EntriesProps {
  subject: HistorySubject;
  catalogue: FieldCatalogue;
  filter: HistoryFilter;
  onClear: () => void;
  onCompare: (from: string) => void;
  onRestore: OnRestore;
}

function Entries({ subject, catalogue, filter, onClear, onCompare, onRestore }: EntriesProps) {
  const t = useT();
  const { slug } = useTenant();
  const history = useInfiniteQuery(historyQuery(slug, subject.id, filter));
  if (history.isPending) return <Loading />;
  if (history.isError) return <ProblemAlert error={history.error} onRetry={() => void history.refetch()} />;
  const entries = history.data.pages.flatMap((page) => page.items);
  const filtered = isFiltered(filter);
  const keptSince = history.data.pages.at(-1)?.kept_since ?? null;
  return (
    <>
      {entries.length === 0 && !history.hasNextPage && (
        <Text c="dimmed" size="sm" py="sm">
          {t(filtered ? 'timeline.noMatch' : 'history.none')}{' '}
          {filtered && (
            <Button size="compact-sm" variant="subtle" onClick={onClear}>
              {t('timeline.clear')}
            </Button>
          )}
        </Text>
      )}
      <ol className={classes['entries']}>
        {entries.map((entry) => (
          <HistoryEntry key={entry.id} entry={entry} subject={subject} catalogue={catalogue} onCompare={onCompare} onRestore={onRestore} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button variant="default" className={classes['more'] ?? ''} loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('history.older')}
        </Button>
      )}
      {keptSince !== null && !filtered && !history.hasNextPage && (
        <Text c="dimmed" size="sm" py="sm">
          {t('timeline.keptSince', { day: formatDate(keptSince) })}
        </Text>
      )}
    </>
  );
}

const isFiltered = (filter: HistoryFilter): boolean => Object.keys(filter).length > 0;
