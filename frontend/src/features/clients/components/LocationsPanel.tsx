import { useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Client, Location } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconMapPin, IconPlus } from '@/shared/ui/icons';
import type { RecordField, RecordValues } from '@/shared/ui/RecordDialog';
import { optionalTextIn, textIn } from '@/shared/ui/recordValues';
import { SearchInput } from '@/shared/ui/SearchInput';
import { locationResource, locationSource, spreadQuery } from '../api/placeQueries';
import classes from './ClientPage.module.css';
import { MergePlaces } from './MergePlaces';
import { PlaceAssets, PlaceCard } from './PlaceAssets';
import { usePlaceActions } from '../usePlaceActions';
import { PlaceDialog } from './PlaceDialog';

export function LocationsPanel({ client }: { client: Client }) {
  const t = useT();
  const { slug, can } = useTenant();
  const [q, setQ] = useState('');
  const [round, setRound] = useState(0);
  const [editing, setEditing] = useState<Location | null>(null);
  const [creating, setCreating] = useState(false);
  const source = useMemo(() => locationSource({ tenant: slug, client: client.id, q, round }), [slug, client.id, q, round]);
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
        <SearchInput label={t('locations.search')} value={q} onChange={setQ} />
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            {t('locations.new')}
          </Button>
        )}
      </div>
      <ListGrid
        module="locations"
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
    { id: 'name', label: t('locations.name'), width: 240, pin: 'left', canHide: false, render: (item) => <bdi>{item.name}</bdi>, text: (item) => item.name },
    { id: 'address', label: t('locations.address'), width: 260, render: (item) => <bdi>{item.address ?? ''}</bdi>, text: (item) => item.address ?? '' },
    { id: 'city', label: t('locations.city'), width: 180, render: (item) => <bdi>{item.city ?? ''}</bdi>, text: (item) => item.city ?? '' },
    { id: 'assets', label: t('nav.assets'), width: 100, align: 'right', render: assets, text: assets },
    { id: 'country', label: t('locations.country'), width: 110, render: (item) => <bdi>{item.country ?? ''}</bdi>, text: (item) => item.country ?? '' },
  ];
}
