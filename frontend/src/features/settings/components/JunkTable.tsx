import { Button, Text } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { TableHead } from '@/shared/ui/TableHead';
import { offerInToast } from '@/shared/undo/UndoToast';
import { useJunk, type JunkEntry } from '../api/identityQueries';
import classes from './Identity.module.css';

/** What the tenant said first, then what is shipped; each with what can be done about it. */
export function JunkTable({ entries, filtered }: { entries: readonly JunkEntry[]; filtered: boolean }) {
  const t = useT();
  const { slug, can } = useTenant();
  const { say, forget } = useJunk(slug);
  const mayWrite = can('settings:manage');
  const failure = say.error ?? forget.error;
  const takeBack = (entry: JunkEntry): void => {
    if (entry.id === null) return;
    forget.mutate(entry.id, {
      onSuccess: () =>
        offerInToast({
          message: t('junk.removed', { value: entry.value }),
          actions: [
            {
              label: t('undo.undo'),
              perform: () => say.mutate({ kind: entry.kind, value: entry.value, is_junk: entry.is_junk, note: entry.reason }),
            },
          ],
        }),
    });
  };
  if (entries.length === 0) return <Text size="sm">{filtered ? t('junk.noneFound') : t('junk.none')}</Text>;
  return (
    <>
      {failure !== null && <ProblemAlert error={failure} />}
      <ScrollRegion className={classes['scroller']} label={t('junk.list')}>
        <table className={classes['table']}>
          <TableHead columns={[t('junk.value'), t('junk.standing'), t('junk.why')]} />
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id ?? entry.value}>
                <th scope="row">
                  <bdi className="qd-mono">{entry.value}</bdi>
                </th>
                <td>
                  <StatusBadge tone={entry.is_junk ? (entry.id === null ? 'neutral' : 'warning') : 'success'}>
                    {t(entry.is_junk ? (entry.id === null ? 'junk.shipped' : 'junk.own') : 'junk.counts')}
                  </StatusBadge>
                </td>
                <td>
                  <bdi>{entry.reason}</bdi>
                  {entry.by !== null && (
                    <span className={classes['meta']}>
                      <bdi>{entry.by}</bdi> {entry.at !== null && <RelativeTime at={entry.at} />}
                    </span>
                  )}
                </td>
                <td>
                  {mayWrite && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={t(entry.id === null ? 'junk.allowOf' : 'junk.removeOf', { value: entry.value })}
                      onClick={() => (entry.id === null ? say.mutate({ kind: entry.kind, value: entry.value, is_junk: false, note: null }) : takeBack(entry))}
                    >
                      {t(entry.id === null ? 'junk.allow' : 'junk.remove')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
