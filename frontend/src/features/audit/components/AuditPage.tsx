import { useMemo, useRef, useState } from 'react';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { catalogueQuery } from '@/shared/api/catalogue';
import { keptSinceQuery } from '@/shared/api/keptSince';
import type { GridHandle } from '@/shared/grid/gridProps';
import { ListGrid } from '@/shared/grid/ListGrid';
import { auditLog } from '@/shared/i18n/en/auditLog';
import { formatDate, formatDateTime } from '@/shared/i18n/format';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconDownload, IconFilterOff, IconHistory } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';
import { PageWait } from '@/shared/ui/PageWait';
import { problemTitle } from '@/shared/ui/problemText';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { auditSource, exportAudit, type AuditRow } from '../api/auditQueries';
import { ActionBadge, auditColumns, objectLabel, summary } from '../auditColumns';
import { AUDIT_PARTS, useAuditAddress } from '../useAuditAddress';
import classes from './Audit.module.css';
import { AuditFilters } from './AuditFilters';
import { AuditPane } from './AuditPane';
import { SealBadge } from './SealBadge';

addMessages(auditLog);

/** Everything that was changed, by whom, whence and why: narrowed, looked into, and taken along as a file. */
export function AuditPage() {
  const t = useT();
  return (
    <WithViews module="audit" names={AUDIT_PARTS} wait={<PageWait title={t('audit.title')} needs={[]} />}>
      {(list) => <Audit list={list} />}
    </WithViews>
  );
}

function Audit({ list }: { list: ListAddress }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, client, to } = useTenant();
  const address = useAuditAddress(list);
  const { scope, open, narrowed } = address;
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const catalogue = useQuery(catalogueQuery(slug));
  const [lookedBackTo, setLookedBackTo] = useState<string | null>(null);
  const source = useMemo(() => auditSource(slug, scope, setLookedBackTo), [slug, scope]);
  const columns = useMemo(() => auditColumns(t, client === null, catalogue.data), [t, client, catalogue.data]);
  const keptSince = useQuery(keptSinceQuery(slug)).data?.kept_since ?? null;
  const exporting = useMutation({
    mutationFn: () => exportAudit(scope),
    onSuccess: (job) => {
      notifications.show({ message: t('audit.exporting') });
      void navigate(to(`/jobs/${job.id}`));
    },
    onError: (error) => notifications.show({ color: 'red', message: problemTitle(error) }),
  });
  const known = opened !== null && opened.id === open ? opened : null;
  const grid = useRef<GridHandle>(null);
  const close = (): void => {
    address.set({ open: null });
    grid.current?.step('stay');
  };
  return (
    <PageFrame
      layout="fill"
      title={t('audit.title')}
      path={[{ label: t('audit.title') }]}
      beside={<ListViews list={list} columns={columns} builtIn={t('views.allAudit')} />}
      actions={
        <>
          {keptSince !== null && (
            <Text size="sm" c="dimmed" component={Link} to={to('/settings/audit')}>
              {t('audit.keptSince', { day: formatDate(keptSince) })}
            </Text>
          )}
          <SealBadge />
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={exporting.isPending} onClick={() => exporting.mutate()}>
            {t('audit.export')}
          </Button>
        </>
      }
    >
      <AuditFilters address={address} catalogue={catalogue.data} />
      <div role="status" className={classes['looking']}>
        {lookedBackTo !== null && t('audit.lookedBackTo', { when: formatDateTime(lookedBackTo) })}
      </div>
      <div className={classes['split']} data-region>
        <ListGrid
          gridRef={grid}
          list={list}
          label={t('audit.title')}
          source={source}
          columns={columns}
          rowLabel={(row) => `${formatDateTime(row.at)} ${objectLabel(row)}`}
          openId={open}
          onOpen={(row) => {
            setOpened(row);
            address.set({ open: row.id });
          }}
          card={(row) => (
            <span className={classes['card']}>
              <span className={classes['cardHead']}>
                <ActionBadge t={t} row={row} /> <bdi className="qd-truncate">{objectLabel(row)}</bdi>
              </span>
              <span className={`${classes['meta'] ?? ''} qd-truncate`}>
                {[row.actor.label, formatDateTime(row.at), summary(t, row, catalogue.data)].filter((part) => part !== '').join(' · ')}
              </span>
            </span>
          )}
          empty={
            narrowed.length > 0 ? (
              <Blank icon={<IconFilterOff size={22} />} title={t('audit.noMatch')} actions={<Button onClick={address.clear}>{t('audit.clear')}</Button>}>
                {t('audit.noMatchHelp')}
              </Blank>
            ) : (
              <Blank icon={<IconHistory size={22} />} title={t('audit.none')}>
                {t('audit.noneHelp')}
              </Blank>
            )
          }
        />
        {open !== null && <AuditPane key={open} id={open} known={known} catalogue={catalogue.data} onClose={close} />}
      </div>
    </PageFrame>
  );
}
