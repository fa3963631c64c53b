import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ChangeEntry, FieldCatalogue } from '@/shared/api/types';
import { isMessageKey, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { historyQuery } from '../api/assetQueries';
import { plain, textOf } from '../fieldValue';
import classes from './AssetDrawer.module.css';

/** Every change with what was before and after, who did it, from where and why. */
export function HistoryTab({ id, catalogue }: { id: string; catalogue: FieldCatalogue }) {
  const t = useT();
  const { slug } = useTenant();
  const history = useInfiniteQuery(historyQuery(slug, id));

  if (history.isPending) return <Loading />;
  if (history.isError) return <ProblemAlert error={history.error} onRetry={() => void history.refetch()} />;
  const entries = history.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <Text c="dimmed">{t('history.none')}</Text>;
  return (
    <>
      <ol className={classes['entries']}>
        {entries.map((entry) => (
          <HistoryEntry key={entry.id} entry={entry} catalogue={catalogue} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          variant="default"
          className={classes['more'] ?? ''}
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('history.older')}
        </Button>
      )}
    </>
  );
}

function originLabel(t: Translate, origin: string): string {
  const key = `history.origin.${origin}`;
  return isMessageKey(key) ? t(key) : origin;
}

function HistoryEntry({ entry, catalogue }: { entry: ChangeEntry; catalogue: FieldCatalogue }) {
  const t = useT();
  const { to } = useTenant();
  const operation = {
    created: t('history.created'),
    updated: t('history.updated'),
    deleted: t('history.deleted'),
  }[entry.operation];
  return (
    <li className={classes['entry']}>
      <div className={classes['entryHead']}>
        <span>
          <Text span fw={600} size="sm">
            {operation}
          </Text>{' '}
          {t('history.by', { who: entry.actor.label })}
        </span>
        <Text span size="xs" c="dimmed">
          <RelativeTime at={entry.at} />
        </Text>
      </div>
      <div className={classes['entryWhy']}>
        {originLabel(t, entry.origin)}
        {entry.reason !== null && entry.reason !== '' && <> · {entry.reason}</>}
        {entry.job_id !== null && (
          <>
            {' · '}
            <Link to={to(`/jobs/${entry.job_id}`)}>{t('history.job')}</Link>
          </>
        )}
      </div>
      {entry.changes.length > 0 && <ChangeTable entry={entry} catalogue={catalogue} />}
    </li>
  );
}

function ChangeTable({ entry, catalogue }: { entry: ChangeEntry; catalogue: FieldCatalogue }) {
  const t = useT();
  const show = (fieldId: string, value: unknown): string => {
    const field = catalogue.fields.find((item) => item.id === fieldId);
    return field === undefined ? plain(value) : textOf(field, value, catalogue);
  };
  return (
    <table className={classes['changes']}>
      <caption className="qd-visually-hidden">{t('history.changes')}</caption>
      <tbody>
        {entry.changes.map((change) => {
          const before = show(change.field, change.before);
          const after = show(change.field, change.after);
          return (
            <tr key={change.field}>
              <th scope="row">{change.label}</th>
              <td>
                {before !== '' && (
                  <>
                    <span className="qd-visually-hidden">{t('history.before')} </span>
                    <bdi className={classes['before']}>{before}</bdi>
                    <span className={classes['arrow']} aria-hidden>
                      →
                    </span>
                  </>
                )}
                <span className="qd-visually-hidden">{t('history.after')} </span>
                <bdi>{after === '' ? t('filter.nothing') : after}</bdi>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
