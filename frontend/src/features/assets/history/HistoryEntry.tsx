import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { Link } from 'react-router';
import type { ChangeEntry, FieldCatalogue, FieldChange } from '@/shared/api/types';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { IconArrowBackUp } from '@/shared/ui/icons';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { sourceName } from '@/shared/ui/sourceName';
import { EntryMenu } from './EntryMenu';
import classes from './History.module.css';
import { FromMerged } from '../components/FromMerged';
import { valueOf } from '../fieldValue';
import { originLabel } from './HistoryFilters';
import { useRestore } from './historyApi';
import type { HistoryEntryProps, HistorySubject, OnRestore } from './historyTypes';

const operationLabel = (t: Translate, operation: ChangeEntry['operation']): string =>
  ({ created: t('history.created'), updated: t('history.updated'), deleted: t('history.deleted'), observed: t('timeline.observed'), merged: t('timeline.merged') })[operation];

/** Who did what and when, whence and why, each value before and after, and the ways back. */
export function HistoryEntry(props: HistoryEntryProps) {
  const { entry, catalogue } = props;
  const t = useT();
  const { to, can } = useTenant();
  const sources = entry.observed.map((each) => sourceName(each.source)).join(', ');
  return (
    <li className={classes['entry']} data-origin={entry.origin}>
      <div className={classes['entryHead']}>
        <span>
          <Text span fw={600} size="sm">
            {operationLabel(t, entry.operation)}
          </Text>{' '}
          {entry.operation === 'observed' ? t('timeline.bySource', { sources }) : t('history.by', { who: entry.actor.label })}
        </span>
        <span className={classes['when']}>
          <RelativeTime at={entry.at} />
          {/* What belongs to the asset it was before leads to that one's past, not to this one's. */}
          {entry.merged_from === null && <EntryMenu {...props} />}
        </span>
      </div>
      {entry.merged_from !== null && <FromMerged from={entry.merged_from} />}
      <div className={classes['entryWhy']}>
        {originLabel(t, entry.origin)}
        {entry.reason !== null && entry.reason !== '' && (
          <>
            {' · '}
            <bdi>{entry.reason}</bdi>
          </>
        )}
        {entry.job_id !== null && (
          <>
            {' · '}
            <Link to={to(`/jobs/${entry.job_id}`)}>{t('history.job')}</Link>
          </>
        )}
        {can('settings:manage') && (
          <>
            {' · '}
            <Link to={to(`/audit?change_set=${entry.change_set_id}`)}>{t('timeline.showAudit')}</Link>
          </>
        )}
      </div>
      {entry.changes.length > 0 && <ChangeTable {...props} />}
      {entry.observed.map((each) => (
        <details key={each.source} className={classes['said']}>
          <summary>{t('timeline.said', { source: sourceName(each.source), count: each.values.length })}</summary>
          <dl>
            {each.values.map(({ field, label, value }) => (
              <div key={field}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{textOfField(catalogue, field, value)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </li>
  );
}

function ChangeTable({ entry, subject, catalogue, onRestore }: HistoryEntryProps) {
  const t = useT();
  return (
    <table className={classes['changes']}>
      <caption className="qd-visually-hidden">{t('history.changes')}</caption>
      <tbody>
        {entry.changes.map((change) => (
          <ChangeRow key={change.field} change={change} entry={entry} subject={subject} catalogue={catalogue} onRestore={onRestore} />
        ))}
      </tbody>
    </table>
  );
}

interface ChangeRowProps {
  change: FieldChange;
  entry: ChangeEntry;
  subject: HistorySubject;
  catalogue: FieldCatalogue;
  onRestore: OnRestore;
}

function ChangeRow({ change, entry, subject, catalogue, onRestore }: ChangeRowProps) {
  const t = useT();
  const { can } = useTenant();
  const restore = useRestore(subject.id, subject.name);
  const before = textOfField(catalogue, change.field, change.before);
  const after = textOfField(catalogue, change.field, change.after);
  const isChangedSince = subject.asset !== null && textOfField(catalogue, change.field, valueOf(subject.asset, change.field)) !== after;
  const isField = catalogue.fields.some((field) => field.id === change.field);
  const mayRestore = isField && entry.merged_from === null && entry.operation === 'updated' && subject.asset !== null && can('assets:write');
  const label =
    before === '' ? t('timeline.restoreEmpty', { field: change.label }) : t('timeline.restoreValue', { field: change.label, value: before });
  // Over somebody's later value only after a look at it.
  const goBack = (): void => {
    if (isChangedSince) onRestore(entry.before_at, change.field);
    else restore.mutate({ at: entry.before_at, fields: [{ id: change.field, label: change.label }] });
  };
  return (
    <tr>
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
      <td className={classes['back']}>
        {mayRestore && (
          <Tooltip label={label}>
            <ActionIcon
              size="sm"
              aria-label={label}
              loading={restore.isPending}
              onClick={goBack}
            >
              <IconArrowBackUp size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </td>
    </tr>
  );
}
