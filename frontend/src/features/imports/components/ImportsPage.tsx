import { useMemo } from 'react';
import { Button, Select } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { WizardImport } from '@/shared/api/importTypes';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatBytes, formatDateTime, formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconFileImport, IconFilterOff } from '@/shared/ui/icons';
import { useRememberedPlace } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { PageWait } from '@/shared/ui/PageWait';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { importsSource } from '../api/importQueries';
import { IMPORT_FILTERS, importStanding } from '../importLabels';
import '../messages';

const NAMES = ['state'];

export function ImportsPage() {
  const t = useT();
  return (
    <WithViews module="imports" names={NAMES} wait={<PageWait title={t('nav.imports')} needs={[]} />}>
      {(list) => <Imports list={list} />}
    </WithViews>
  );
}

function Imports({ list }: { list: ListAddress }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, client, can, to } = useTenant();
  useRememberedPlace();
  const filter = IMPORT_FILTERS.find((each) => each === list.get('state')) ?? null;
  const source = useMemo(() => importsSource(slug, client?.id, filter), [slug, client?.id, filter]);
  const columns = useMemo(() => importColumns(t), [t]);
  const start = (
    <Button component={Link} to={to('/imports/new')} leftSection={<IconFileImport size={16} aria-hidden />}>
      {t('imports.new')}
    </Button>
  );
  const nothing = (
    <Blank icon={<IconFileImport size={22} />} title={t('imports.none')} actions={start}>
      {t('imports.noneHelp')}
    </Blank>
  );
  return (
    <PageFrame
      layout="fill"
      title={t('nav.imports')}
      path={[{ label: t('nav.imports') }]}
      beside={<ListViews list={list} columns={columns} builtIn={t('views.allImports')} />}
      actions={
        <>
          <Select
            aria-label={t('imports.filter')}
            placeholder={t('imports.filterAll')}
            clearable
            w={190}
            data={IMPORT_FILTERS.map((value) => ({ value, label: t(`imports.filter.${value}`) }))}
            value={filter}
            onChange={(next) => list.set({ state: next, open: null })}
          />
          {can('imports:run') && start}
        </>
      }
    >
      <ListGrid
        list={list}
        label={t('nav.imports')}
        source={source}
        columns={columns}
        rowLabel={(record) => record.file.name}
        openId={list.get('open')}
        onOpen={(record) => void navigate(to(`/imports/${record.id}`))}
        card={(record) => <ImportCard record={record} />}
        empty={
          filter === null ? (
            nothing
          ) : (
            <Blank icon={<IconFilterOff size={22} />} title={t('imports.noneOfState')} actions={<Button onClick={list.clear}>{t('imports.showAll')}</Button>}>
              {t('imports.noneOfStateHelp')}
            </Blank>
          )
        }
      />
    </PageFrame>
  );
}

function ImportCard({ record }: { record: WizardImport }) {
  const t = useT();
  const { tone, label } = importStanding(t, record);
  return (
    <>
      <div className="qd-spread">
        <bdi className="qd-truncate">{record.file.name}</bdi>
        <StatusBadge tone={tone}>{label}</StatusBadge>
      </div>
      <div className="qd-meta">
        {t('imports.cardRows', { count: record.counts.rows })} · <RelativeTime at={record.created_at} />
      </div>
    </>
  );
}

function importColumns(t: Translate): GridColumn<WizardImport>[] {
  const state = (record: WizardImport) => importStanding(t, record);
  const count = (key: 'rows' | 'created' | 'updated' | 'rejected') => (record: WizardImport) =>
    formatNumber(record.counts[key]);
  const number = (id: 'rows' | 'created' | 'updated' | 'rejected', label: string): GridColumn<WizardImport> => ({
    id,
    label,
    width: 100,
    align: 'right',
    render: count(id),
    text: count(id),
  });
  return [
    { id: 'file', label: t('imports.file'), width: 300, pin: 'left', canHide: false, render: (record) => <bdi>{record.file.name}</bdi>, text: (record) => record.file.name },
    {
      id: 'state',
      label: t('jobs.state'),
      width: 150,
      render: (record) => <StatusBadge tone={state(record).tone}>{state(record).label}</StatusBadge>,
      text: (record) => state(record).label,
    },
    number('rows', t('imports.rows')),
    number('created', t('outcome.created')),
    number('updated', t('outcome.updated')),
    number('rejected', t('outcome.rejected')),
    { id: 'size', label: t('imports.size'), width: 100, align: 'right', render: (record) => formatBytes(record.file.size), text: (record) => formatBytes(record.file.size) },
    {
      id: 'created_at',
      label: t('imports.uploaded'),
      width: 140,
      render: (record) => <RelativeTime at={record.created_at} />,
      text: (record) => formatDateTime(record.created_at),
    },
  ];
}
