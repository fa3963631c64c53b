import { useMemo, useState, type KeyboardEvent } from 'react';
import { ActionIcon, Button, Tabs, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { DeletedAsset, FieldCatalogue } from '@/shared/api/types';
import type { Selection } from '@/shared/grid/types';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconArrowBackUp, IconX } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { SidePane } from '@/shared/ui/SidePane';
import classes from '../components/AssetDrawer.module.css';
import { AsOfPanel, MomentValues } from '../history/AsOfPanel';
import { momentQuery } from '../history/historyApi';
import { History } from '../history/HistoryTab';
import { useMoment } from '../history/useMoment';
import { InTheWay } from './InTheWay';

interface DeletedPaneProps {
  row: DeletedAsset;
  catalogue: FieldCatalogue;
  restoring: boolean;
  onRestore: () => void;
  onClose: () => void;
}

/** A deleted asset as it was last, and everything that happened to it. */
export function DeletedPane({ row, catalogue, restoring, onRestore, onClose }: DeletedPaneProps) {
  const t = useT();
  const { can, to } = useTenant();
  const { at } = useMoment();
  const [tab, setTab] = useState('was');
  const name = row.name === '' ? row.tag : row.name;
  const only = useMemo<Selection>(() => ({ mode: 'ids', ids: new Set([row.id]) }), [row.id]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <SidePane storageKey="deleted" label={t('deleted.pane')} onKeyDown={onKeyDown}>
      <div className={classes['head']}>
        <div className={classes['tools']}>
          <span className={classes['spring']} />
          <ActionIcon aria-label={t('deleted.close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </div>
        <Title order={2} className={classes['title'] ?? ''}>
          <bdi>{name}</bdi>
        </Title>
        <div className={classes['facts']}>
          <span className="qd-nums">{row.tag}</span>
          <bdi>{row.client}</bdi>
        </div>
        <div className={classes['facts']}>
          <span>{t('deleted.facts', { who: row.deleted_by, when: formatDateTime(row.deleted_at) })}</span>
          {row.reason !== null && row.reason !== '' && <bdi>{t('deleted.reason', { reason: row.reason })}</bdi>}
          {row.job_id !== null && <Link to={to(`/jobs/${row.job_id}`)}>{t('deleted.showJob')}</Link>}
        </div>
        {can('assets:write') && (
          <Button mt="sm" size="compact-md" leftSection={<IconArrowBackUp size={16} aria-hidden />} loading={restoring} onClick={onRestore}>
            {t('deleted.restore')}
          </Button>
        )}
        {can('assets:write') && <InTheWay scope={{}} selection={only} />}
      </div>
      <Tabs value={at === null ? tab : 'was'} onChange={(next) => setTab(next ?? 'was')} className={classes['tabs'] ?? ''} keepMounted={false}>
        <Tabs.List className={classes['tabList'] ?? ''}>
          <Tabs.Tab value="was">{t('deleted.asItWas')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('deleted.history')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="was" className={classes['panel'] ?? ''} tabIndex={0}>
          {at === null ? <LastValues row={row} catalogue={catalogue} /> : <AsOfPanel id={row.id} name={name} asset={null} catalogue={catalogue} at={at} />}
        </Tabs.Panel>
        <Tabs.Panel value="history" className={classes['panel'] ?? ''}>
          <History subject={{ id: row.id, name, asset: null }} catalogue={catalogue} />
        </Tabs.Panel>
      </Tabs>
    </SidePane>
  );
}

function LastValues({ row, catalogue }: Pick<DeletedPaneProps, 'row' | 'catalogue'>) {
  const { slug } = useTenant();
  const moment = useQuery(momentQuery(slug, row.id, row.before_at));
  if (moment.isPending) return <Loading />;
  if (moment.isError) return <ProblemAlert error={moment.error} onRetry={() => void moment.refetch()} />;
  return <MomentValues moment={moment.data} asset={null} catalogue={catalogue} />;
}
