import { useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Client, Contact } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconAddressBook, IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import type { RecordField, RecordValues } from '@/shared/ui/RecordDialog';
import { optionalTextIn, referenceIdIn, textIn } from '@/shared/ui/recordValues';
import { SearchInput } from '@/shared/ui/SearchInput';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { contactResource, contactSource, spreadQuery } from '../api/placeQueries';
import classes from './ClientPage.module.css';
import { MergePlaces } from './MergePlaces';
import { PlaceAssets, PlaceCard } from './PlaceAssets';
import { usePlaceActions } from '../usePlaceActions';
import { PlaceDialog } from './PlaceDialog';

const NAMES = ['q'];

export function ContactsPanel({ client }: { client: Client }) {
  return (
    <WithViews module="contacts" names={NAMES} wait={<Loading />}>
      {(list) => <Contacts client={client} list={list} />}
    </WithViews>
  );
}

function Contacts({ client, list }: { client: Client; list: ListAddress }) {
  const t = useT();
  const { slug, can } = useTenant();
  const q = list.get('q') ?? '';
  const [settled] = useDebouncedValue(q, 200);
  const [round, setRound] = useState(0);
  const [editing, setEditing] = useState<Contact | null>(null);
  const [creating, setCreating] = useState(false);
  const source = useMemo(() => contactSource({ tenant: slug, client: client.id, q: settled, round }), [slug, client.id, settled, round]);
  const held = useQuery({ ...spreadQuery(slug, 'contact', client.id), enabled: can('assets:read') });
  const columns = useMemo(() => contactColumns(t, held.data), [t, held.data]);
  const mayWrite = can('clients:write');
  const rowActions = usePlaceActions<Contact>(client, 'assigned_to', mayWrite ? setEditing : null);
  const close = (): void => {
    setEditing(null);
    setCreating(false);
  };
  const done = (): void => {
    close();
    setRound((count) => count + 1);
  };
  const fields: RecordField[] = [
    { id: 'name', label: t('contacts.name'), kind: 'text', required: true },
    { id: 'email', label: t('contacts.email'), kind: 'email' },
    { id: 'phone', label: t('contacts.phone'), kind: 'text' },
    { id: 'location_id', label: t('contacts.location'), kind: 'location', within: 'client_id' },
    { id: 'notes', label: t('clients.notes'), kind: 'long' },
  ];
  const initial: RecordValues = {
          name: editing?.name ?? '',
          email: editing?.email ?? '',
          phone: editing?.phone ?? '',
          client_id: client.id,
          notes: editing?.notes ?? '',
          location_id: editing?.location_id == null ? null : { id: editing.location_id, label: t('contacts.currentLocation') },
        };
  return (
    <>
      <div className={classes['bar']}>
        <SearchInput label={t('contacts.search')} value={q} onChange={(text) => list.set({ q: text }, 'replace')} />
        <ListViews list={list} columns={columns} builtIn={t('views.allContacts')} />
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            {t('contacts.new')}
          </Button>
        )}
      </div>
      <ListGrid
        list={list}
        label={t('contacts.title')}
        source={source}
        columns={columns}
        rowLabel={(item) => item.name}
        {...(mayWrite ? { onOpen: setEditing } : {})}
        rowActions={rowActions}
        card={(item) => <PlaceCard name={item.name} detail={[item.email, item.phone].filter((part) => part != null).join(' · ')} />}
        empty={<Blank icon={<IconAddressBook size={22} />} title={q === '' ? t('contacts.none') : t('contacts.noMatch')} />}
      />
      {(creating || editing !== null) && (
        <PlaceDialog
          resource={contactResource}
          newOf={(values) => ({ ...bodyOf(values), client_id: client.id })}
          changesOf={bodyOf}
          existing={editing}
          title={editing === null ? t('contacts.new') : t('contacts.edit')}
          deleteLabel={t('contacts.delete')}
          fields={fields}
          initial={initial}
          more={
            editing !== null && (
              <>
                <PlaceAssets client={client} field="assigned_to" name={editing.name} count={held.data?.[editing.id]} />
                {can('assets:write') && <MergePlaces place={{ kind: 'contacts', record: editing }} onMerged={done} />}
              </>
            )
          }
          onClose={close}
          onDone={done}
        />
      )}
    </>
  );
}

const bodyOf = (values: RecordValues) => ({
  name: textIn(values, 'name'),
  email: optionalTextIn(values, 'email'),
  phone: optionalTextIn(values, 'phone'),
  location_id: referenceIdIn(values, 'location_id'),
  notes: optionalTextIn(values, 'notes'),
});

function contactColumns(t: Translate, held: Readonly<Record<string, number>> | undefined): GridColumn<Contact>[] {
  const assets = (item: Contact): string => (held === undefined ? '' : formatNumber(held[item.id] ?? 0));
  return [
    { id: 'name', label: t('contacts.name'), width: 240, sortable: true, pin: 'left', canHide: false, render: (item) => <bdi>{item.name}</bdi>, text: (item) => item.name },
    { id: 'email', label: t('contacts.email'), width: 260, sortable: true, render: (item) => <bdi>{item.email ?? ''}</bdi>, text: (item) => item.email ?? '' },
    { id: 'assets', label: t('contacts.assets'), width: 140, align: 'right', sortable: held !== undefined, render: assets, text: assets, sortValue: (item) => held?.[item.id] ?? 0 },
    { id: 'phone', label: t('contacts.phone'), width: 180, sortable: true, render: (item) => <bdi>{item.phone ?? ''}</bdi>, text: (item) => item.phone ?? '' },
  ];
}
