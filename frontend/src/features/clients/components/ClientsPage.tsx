import { useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Client } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { RowActions } from '@/shared/grid/gridProps';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconBuilding, IconPlus } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';
import { SearchInput } from '@/shared/ui/SearchInput';
import { PageWait } from '@/shared/ui/PageWait';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { clientSource, spreadQuery } from '../api/placeQueries';
import { ClientDialog } from './ClientDialog';
import '../messages';

const NAMES = ['q'];

export function ClientsPage() {
  const t = useT();
  return (
    <WithViews module="clients" names={NAMES} wait={<PageWait title={t('nav.clients')} needs={[]} />}>
      {(list) => <Clients list={list} />}
    </WithViews>
  );
}

function Clients({ list }: { list: ListAddress }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, can, to } = useTenant();
  const q = list.get('q') ?? '';
  const [settled] = useDebouncedValue(q, 200);
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Client | null>(null);
  const [round, setRound] = useState(0);
  const source = useMemo(() => clientSource({ tenant: slug, q: settled, round }), [slug, settled, round]);
  const counts = useQuery({ ...spreadQuery(slug, 'client'), enabled: can('assets:read') });
  const columns = useMemo(() => clientColumns(t, counts.data), [t, counts.data]);
  const rowActions: RowActions<Client> = (client) => ({
    title: client.name,
    actions: [
      { id: 'row.open', label: t('common.open'), group: 'selection', hotkey: 'Enter', perform: () => void navigate(to(`/clients/${client.id}`)) },
      { id: 'row.contacts', label: t('contacts.title'), group: 'selection', perform: () => void navigate(to(`/clients/${client.id}?tab=contacts`)) },
      ...(can('assets:read') ? [{ id: 'row.assets', label: t('clients.showAssets'), group: 'selection', perform: () => void navigate(`/t/${slug}/${client.slug}/assets`) } as const] : []),
      ...(can('clients:write') ? [{ id: 'row.edit', label: t('clients.edit'), group: 'selection', perform: () => setEditing(client) } as const] : []),
    ],
  });
  const close = (): void => {
    setCreating(false);
    setEditing(null);
  };
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('clients.new')}
    </Button>
  );
  return (
    <PageFrame
      layout="fill"
      title={t('nav.clients')}
      path={[{ label: t('nav.clients') }]}
      beside={<ListViews list={list} columns={columns} builtIn={t('views.allClients')} />}
      actions={
        <>
          <SearchInput label={t('clients.search')} value={q} onChange={(text) => list.set({ q: text }, 'replace')} />
          {can('clients:write') && add}
        </>
      }
    >
      <ListGrid
        list={list}
        label={t('nav.clients')}
        source={source}
        columns={columns}
        rowLabel={(client) => client.name}
        onOpen={(client) => void navigate(to(`/clients/${client.id}`))}
        rowActions={rowActions}
        card={(client) => <ClientCard client={client} assets={counts.data?.[client.id]} />}
        empty={
          <Blank icon={<IconBuilding size={22} />} title={q === '' ? t('clients.none') : t('clients.noMatch')} actions={q === '' && can('clients:write') ? add : undefined}>
            {q === '' ? t('clients.noneHelp') : null}
          </Blank>
        }
      />
      {(creating || editing !== null) && (
        <ClientDialog
          client={editing}
          onClose={close}
          onSaved={() => {
            close();
            setRound((count) => count + 1);
          }}
        />
      )}
    </PageFrame>
  );
}

function ClientCard({ client, assets }: { client: Client; assets: number | undefined }) {
  const t = useT();
  return (
    <>
      <bdi>{client.name}</bdi>
      <div className="qd-meta">
        {client.is_active ? t('clients.active') : t('clients.inactive')}
        {assets !== undefined && ` · ${t('places.assets', { count: assets })}`}
      </div>
    </>
  );
}

function clientColumns(t: Translate, assets: Readonly<Record<string, number>> | undefined): GridColumn<Client>[] {
  const others = (client: Client): string => client.alternative_names.join(', ');
  const state = (client: Client): string => (client.is_active ? t('clients.active') : t('clients.inactive'));
  const held = (client: Client): string => (assets === undefined ? '' : formatNumber(assets[client.id] ?? 0));
  return [
    { id: 'name', label: t('clients.name'), width: 280, sortable: true, pin: 'left', canHide: false, render: (client) => <bdi>{client.name}</bdi>, text: (client) => client.name },
    {
      id: 'is_active',
      label: t('clients.state'),
      width: 120,
      sortable: true,
      render: (client) => <StatusBadge tone={client.is_active ? 'success' : 'outline'}>{state(client)}</StatusBadge>,
      text: state,
    },
    {
      id: 'assets',
      label: t('nav.assets'),
      width: 110,
      align: 'right',
      sortable: assets !== undefined,
      render: held,
      text: held,
      sortValue: (client) => assets?.[client.id] ?? 0,
    },
    { id: 'alternative_names', label: t('clients.alternativeNames'), width: 280, sortable: true, render: (client) => <bdi>{others(client)}</bdi>, text: others },
    { id: 'slug', label: t('clients.slug'), width: 180, sortable: true, render: (client) => client.slug, text: (client) => client.slug },
    { id: 'notes', label: t('clients.notes'), width: 320, render: (client) => <bdi>{client.notes ?? ''}</bdi>, text: (client) => client.notes ?? '' },
  ];
}
