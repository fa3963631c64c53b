import { useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Client, Location } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconMapPin, IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import type { RecordField, RecordValues } from '@/shared/ui/RecordDialog';
import { optionalTextIn, textIn } from '@/shared/ui/recordValues';
import { SearchInput } from '@/shared/ui/SearchInput';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { locationResource, locationSource, spreadQuery } from '../api/placeQueries';
import classes from './ClientPage.module.css';
import { MergePlaces } from './MergePlaces';
import { PlaceAssets, PlaceCard } from './PlaceAssets';
import { usePlaceActions } from '../usePlaceActions';
import { PlaceDialog } from './PlaceDialog';

const NAMES = ['q'];

export function LocationsPanel({ client }: { client: Client }) {
  return (
    <WithViews module="locations" names={NAMES} wait={<Loading />}>
      {(list) => <Locations client={client} list={list} />}
    </WithViews>
  );
}

function Locations({ client, list }: { client: Client; list: ListAddress }) {
  const t = useT();
  const { slug, can } = useTenant();
  const q = list.get('q') ?? '';
  const [settled] = useDebouncedValue(q, 200);
  const [round, setRound] = useState(0);
  const [editing, setEditing] = useState<Location | null>(null);
  const [creating, setCreating] = useState(false);
  const source = useMemo(() => locationSource({ tenant: slug, client: client.id, q: settled, round }), [slug, client.id, settled, round]);
  const held = useQuery({ ...spreadQuery(slug, 'location', client.id), enabled: can('assets:read') });
  const columns = useMemo(() => locationColumns(t, held.data), [t, held.data]);
  const mayWrite = can('clients:write');
  const rowActions = usePlaceActions<Location>(client, 'location', mayWrite ? setEditing : null);
  const close = (): void => {
    setEditing(null);
    setCreating(false);
  };
  const done = (): void => {
    close();
    setRound((count) => count + 1);
  };
  const fields: RecordField[] = [
    { id: 'name', label: t('locations.name'), kind: 'text', required: true },
    { id: 'address', label: t('locations.address'), kind: 'text' },
    { id: 'city', label: t('locations.city'), kind: 'text' },
    { id: 'country', label: t('locations.country'), kind: 'text', description: t('locations.countryHelp') },
    { id: 'notes', label: t('clients.notes'), kind: 'long' },
  ];
  const initial: RecordValues = {
          name: editing?.name ?? '',
          address: editing?.address ?? '',
          city: editing?.city ?? '',
          country: editing?.country ?? '',
          notes: editing?.notes ?? '',
        };
  return (
    <>
      <div className={classes['bar']}>
        <SearchInput label={t('locations.search')} value={q} onChange={(text) => list.set({ q: text }, 'replace')} />
        <ListViews list={list} columns={columns} builtIn={t('views.allLocations')} />
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            {t('locations.new')}
          </Button>
        )}
      </div>
      <ListGrid
        list={list}
        label={t('locations.title')}
        source={source}
        columns={columns}
        rowLabel={(item) => item.name}
        {...(mayWrite ? { onOpen: setEditing } : {})}
        rowActions={rowActions}
        card={(item) => <PlaceCard name={item.name} detail={[item.city, item.country].filter((part) => part != null).join(', ')} />}
        empty={<Blank icon={<IconMapPin size={22} />} title={q === '' ? t('locations.none') : t('locations.noMatch')} />}
      />
      {(creating || editing !== null) && (
        <PlaceDialog
          resource={locationResource}
          newOf={(values) => ({ ...bodyOf(values), client_id: client.id })}
          changesOf={bodyOf}
          existing={editing}
          title={editing === null ? t('locations.new') : t('locations.edit')}
          deleteLabel={t('locations.delete')}
          fields={fields}
          initial={initial}
          more={
            editing !== null && (
              <>
                <PlaceAssets client={client} field="location" name={editing.name} count={held.data?.[editing.id]} />
                {can('assets:write') && <MergePlaces place={{ kind: 'locations', record: editing }} onMerged={done} />}
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
  address: optionalTextIn(values, 'address'),
  city: optionalTextIn(values, 'city'),
  country: optionalTextIn(values, 'country'),
  notes: optionalTextIn(values, 'notes'),
});

function locationColumns(t: Translate, held: Readonly<Record<string, number>> | undefined): GridColumn<Location>[] {
  const assets = (item: Location): string => (held === undefined ? '' : formatNumber(held[item.id] ?? 0));
  return [
    { id: 'name', label: t('locations.name'), width: 240, sortable: true, pin: 'left', canHide: false, render: (item) => <bdi>{item.name}</bdi>, text: (item) => item.name },
    { id: 'address', label: t('locations.address'), width: 260, sortable: true, render: (item) => <bdi>{item.address ?? ''}</bdi>, text: (item) => item.address ?? '' },
    { id: 'city', label: t('locations.city'), width: 180, sortable: true, render: (item) => <bdi>{item.city ?? ''}</bdi>, text: (item) => item.city ?? '' },
    { id: 'assets', label: t('nav.assets'), width: 100, align: 'right', sortable: held !== undefined, render: assets, text: assets, sortValue: (item) => held?.[item.id] ?? 0 },
    { id: 'country', label: t('locations.country'), width: 110, sortable: true, render: (item) => <bdi>{item.country ?? ''}</bdi>, text: (item) => item.country ?? '' },
  ];
}
