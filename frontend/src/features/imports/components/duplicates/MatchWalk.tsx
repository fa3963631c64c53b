import { useEffect, useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useActions } from '@/shared/actions/registry';
import type { MatchChoice, MatchGroup, MatchRow, WizardImport } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconChevronLeft, IconChevronRight } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useChoose } from '../../api/importMutations';
import { importKeys, matchRowsPage } from '../../api/importQueries';
import { Comparison } from './Comparison';
import classes from './Duplicates.module.css';

/** One pair after the other, decided with m, s and c, walked with j and k. */
export function MatchWalk({ record, group }: { record: WizardImport; group: MatchGroup }) {
  const t = useT();
  const { slug } = useTenant();
  const choose = useChoose(slug, record.id);
  const [place, setPlace] = useState(0);
  const [said, setSaid] = useState('');
  const pages = useInfiniteQuery({
    queryKey: importKeys.part(slug, record.id, 'match-rows', group.kind),
    queryFn: ({ pageParam, signal }) => matchRowsPage(record.id, group.kind, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const row = rows[place];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const nearEnd = place >= rows.length - 2;
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [nearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const move = (step: 1 | -1): void => setPlace((before) => Math.min(Math.max(before + step, 0), Math.max(rows.length - 1, 0)));
  const decide = (decided: MatchRow, choice: MatchChoice, onward: boolean): void =>
    choose.mutate(
      { scope: 'row', row: decided.row, ...choice },
      {
        onSuccess: () => {
          const word = choice.action === 'skip' ? t('match.saidSkip') : choice.action === 'create' ? t('match.saidCreate') : t('match.saidMerge');
          setSaid(t('match.said', { row: decided.row, word }));
          if (onward) move(1);
        },
      },
    );
  const merge = (): void => {
    if (row !== undefined) decide(row, { action: 'merge', merge: row.choice?.merge ?? 'take', ...(row.choice?.fields ? { fields: row.choice.fields } : {}) }, true);
  };
  useActions([
    { id: 'match.merge', label: t('match.merge'), group: 'view', hotkey: 'm', perform: merge },
    { id: 'match.skip', label: t('match.skip'), group: 'view', hotkey: 's', perform: () => row !== undefined && decide(row, { action: 'skip' }, true) },
    { id: 'match.create', label: t('match.create'), group: 'view', hotkey: 'c', perform: () => row?.can_create === true && decide(row, { action: 'create' }, true) },
    { id: 'match.following', label: t('match.following'), group: 'view', hotkey: 'j', perform: () => move(1) },
    { id: 'match.previous', label: t('match.previous'), group: 'view', hotkey: 'k', perform: () => move(-1) },
  ]);

  if (pages.isPending) return <Loading />;
  if (pages.isError && rows.length === 0) return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <section className={classes['walk']} aria-label={group.label}>
      {choose.isError && <ProblemAlert error={choose.error} />}
      <div role="status" className="qd-visually-hidden">
        {said}
      </div>
      <div className={classes['pager']}>
        <Group gap={4}>
          <Button size="compact-sm" variant="default" disabled={place === 0} onClick={() => move(-1)} aria-label={t('match.previous')}>
            <IconChevronLeft size={16} aria-hidden />
          </Button>
          <span className="qd-nums" role="status">
            {t('match.place', { place: formatNumber(place + 1), total: formatNumber(group.rows) })}
          </span>
          <Button size="compact-sm" variant="default" disabled={place >= group.rows - 1} onClick={() => move(1)} aria-label={t('match.following')}>
            <IconChevronRight size={16} aria-hidden />
          </Button>
        </Group>
        <span className={classes['keys']}>{t('match.keys')}</span>
      </div>
      {row === undefined ? (
        isFetchingNextPage ? <Loading /> : null
      ) : (
        <Comparison key={row.row} row={row} pending={choose.isPending} onDecide={(choice, onward) => decide(row, choice, onward)} />
      )}
    </section>
  );
}
