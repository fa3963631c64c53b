import { useState } from 'react';
import { Button, Group, Tabs, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { PageWait } from '@/shared/ui/PageWait';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { IconPencil } from '@/shared/ui/icons';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { offerInToast } from '@/shared/undo/UndoToast';
import { clientQuery, clientResource, spreadQuery, usePlace } from '../api/placeQueries';
import { ClientDialog } from './ClientDialog';
import classes from './ClientPage.module.css';
import { ContactsPanel } from './ContactsPanel';
import { LocationsPanel } from './LocationsPanel';
import '../messages';

export function ClientPage() {
  const t = useT();
  const navigate = useNavigate();
  const { clientId = '' } = useParams();
  const { slug, can, to } = useTenant();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const client = useQuery(clientQuery(slug, clientId));
  const queryClient = useQueryClient();
  const held = useQuery({ ...spreadQuery(slug, 'client', clientId), enabled: can('assets:read') });
  const { save } = usePlace(slug, clientResource);
  const setActive = (isActive: boolean, isWayBack: boolean): void => {
    const latest = queryClient.getQueryData(clientQuery(slug, clientId).queryKey);
    if (latest === undefined) return;
    save.mutate(
      { existing: latest, changes: { is_active: isActive } },
      {
        onSuccess: () => {
          if (isWayBack) return;
          const message = t(isActive ? 'clients.activated' : 'clients.deactivated', { name: latest.name });
          offerInToast({ message, actions: [{ label: t('undo.undo'), perform: () => setActive(!isActive, true) }] });
        },
        onError: () => void client.refetch(),
      },
    );
  };
  if (client.data === undefined) return <PageWait title={t('nav.clients')} path={[{ label: t('nav.clients'), to: to('/clients') }]} needs={[client]} />;
  const tab = params.get('tab') === 'contacts' ? 'contacts' : 'locations';
  return (
    <PageFrame
      layout="fill"
      title={client.data.name}
      path={[{ label: t('nav.clients'), to: to('/clients') }, { label: client.data.name }]}
      actions={
        <>
          <Button component={Link} to={`/t/${slug}/${client.data.slug}/assets`} variant="default">
            {t('clients.showAssets')}
          </Button>
          {can('clients:write') && (
            <Button variant="default" loading={save.isPending} onClick={() => setActive(!client.data.is_active, false)}>
              {client.data.is_active ? t('clients.deactivate') : t('clients.activate')}
            </Button>
          )}
          {can('clients:write') && (
            <Button variant="default" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setEditing(true)}>
              {t('clients.edit')}
            </Button>
          )}
        </>
      }
    >
      {save.isError && <ProblemAlert error={save.error} />}
      <Group gap="md" className={classes['facts'] ?? ''}>
        <StatusBadge tone={client.data.is_active ? 'success' : 'outline'}>{client.data.is_active ? t('clients.active') : t('clients.inactive')}</StatusBadge>
        {held.data !== undefined && <Text size="sm">{t('places.assets', { count: held.data[clientId] ?? 0 })}</Text>}
        {client.data.alternative_names.length > 0 && (
          <Text size="sm" c="dimmed" className="qd-truncate">
            {t('clients.alsoCalled')} <bdi>{client.data.alternative_names.join(', ')}</bdi>
          </Text>
        )}
      </Group>
      <Tabs
        value={tab}
        onChange={(next) => setParams(next === 'contacts' ? { tab: next } : {})}
        className={classes['tabs'] ?? ''}
        keepMounted={false}
      >
        <Tabs.List className={classes['list'] ?? ''}>
          <Tabs.Tab value="locations">{t('locations.title')}</Tabs.Tab>
          <Tabs.Tab value="contacts">{t('contacts.title')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="locations" className={classes['panel'] ?? ''}>
          <LocationsPanel client={client.data} />
        </Tabs.Panel>
        <Tabs.Panel value="contacts" className={classes['panel'] ?? ''}>
          <ContactsPanel client={client.data} />
        </Tabs.Panel>
      </Tabs>
      {editing && (
        <ClientDialog
          client={client.data}
          onClose={() => setEditing(false)}
          onSaved={() => setEditing(false)}
          onDeleted={() => void navigate(to('/clients'))}
        />
      )}
    </PageFrame>
  );
}
