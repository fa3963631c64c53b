import type { KeyboardEvent } from 'react';
import { ActionIcon, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { FieldCatalogue } from '@/shared/api/types';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { IconX } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { SidePane } from '@/shared/ui/SidePane';
import { auditEntryQuery, type AuditRow } from '../api/auditQueries';
import { ActionBadge, objectLabel, originLabel } from '../auditColumns';
import classes from './Audit.module.css';

interface AuditPaneProps {
  id: string;
  /** Of the list, where it is there already. */
  known: AuditRow | null;
  catalogue: FieldCatalogue | undefined;
  onClose: () => void;
}

/** One entry: who, when, whence and why, and every field before and after. */
export function AuditPane({ id, known, catalogue, onClose }: AuditPaneProps) {
  const t = useT();
  const { slug } = useTenant();
  const linked = useQuery({ ...auditEntryQuery(slug, id), enabled: known === null });
  const row = known ?? linked.data ?? null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <SidePane storageKey="audit" label={t('audit.detail')} onKeyDown={onKeyDown}>
      <div className={classes['paneHead']}>
        <div>
          {row !== null && <ActionBadge t={t} row={row} />}
          <Title order={2} mt={4}>
            <bdi>{row === null ? t('audit.detail') : objectLabel(row)}</bdi>
          </Title>
        </div>
        <ActionIcon aria-label={t('audit.close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </div>
      <div className={classes['paneBody']}>
        {row !== null && <EntryFacts row={row} catalogue={catalogue} />}
        {row === null && linked.isPending && <Loading />}
        {row === null && linked.isError && <ProblemAlert error={linked.error} onRetry={() => void linked.refetch()} />}
        {row === null && linked.isSuccess && <Text size="sm">{t('audit.gone')}</Text>}
      </div>
    </SidePane>
  );
}

function EntryFacts({ row, catalogue }: { row: AuditRow; catalogue: FieldCatalogue | undefined }) {
  const t = useT();
  const { to } = useTenant();
  const show = (field: string, value: unknown): string => textOfField(catalogue, field, value) || t('filter.nothing');
  const facts: [string, string | null][] = [
    [t('audit.when'), formatDateTime(row.at)],
    [t('audit.who'), row.actor.label],
    [t('audit.origin'), originLabel(t, row.origin)],
    [t('audit.reason'), row.reason],
    [t('audit.client'), row.client],
    [t('audit.id'), row.object_id],
    [t('audit.changeSet'), row.change_set_id],
    [t('audit.entry'), String(row.entry)],
  ];
  return (
    <>
      <dl className={classes['facts']}>
        {facts.map(
          ([label, value]) =>
            value !== null &&
            value !== '' && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
      <div className={classes['links']}>
        {row.asset_id !== null && <Link to={to(`/assets/${row.asset_id}?tab=history`)}>{t('audit.openAsset')}</Link>}
        <Link to={to(`/audit?change_set=${row.change_set_id}`)}>{t('audit.sameChange')}</Link>
        <Link to={to(`/audit?object=${row.object_id}`)}>{t('audit.sameObject')}</Link>
        {row.job_id !== null && <Link to={to(`/audit?job=${row.job_id}`)}>{t('audit.sameJob')}</Link>}
        {row.job_id !== null && <Link to={to(`/jobs/${row.job_id}`)}>{t('audit.showJob')}</Link>}
      </div>
      {row.changes.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t('audit.noFields')}
        </Text>
      ) : (
        <table className={classes['changes']}>
          <caption className="qd-visually-hidden">{t('audit.changes')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {row.changes.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.label}</th>
                <td>
                  <bdi>{show(change.field, change.before)}</bdi>
                </td>
                <td>
                  <bdi>{show(change.field, change.after)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
