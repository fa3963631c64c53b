import type { Client, Location } from '@/shared/api/types';
import { IconMapPin } from '@/shared/ui/icons';
import type { RecordValues } from '@/shared/ui/RecordDialog';
import { optionalTextIn, textIn } from '@/shared/ui/recordValues';
import { locationResource, locationSource, type Changes, type New } from '../api/placeQueries';
import { PlacesPanel, wordsColumn, type PlacesOf } from './PlacesPanel';

const bodyOf = (values: RecordValues) => ({
  name: textIn(values, 'name'),
  address: optionalTextIn(values, 'address'),
  city: optionalTextIn(values, 'city'),
  country: optionalTextIn(values, 'country'),
  notes: optionalTextIn(values, 'notes'),
});

const LOCATIONS: PlacesOf<Location, New<typeof locationResource>, Changes<typeof locationResource>> = {
  kind: 'locations',
  by: 'location',
  field: 'location',
  icon: <IconMapPin size={22} />,
  allOf: 'views.allLocations',
  source: locationSource,
  resource: locationResource,
  newOf: (values, clientId) => ({ ...bodyOf(values), client_id: clientId }),
  changesOf: bodyOf,
  mergeable: (record) => ({ kind: 'locations', record }),
  fields: (t) => [
    { id: 'name', label: t('locations.name'), kind: 'text', required: true },
    { id: 'address', label: t('locations.address'), kind: 'text' },
    { id: 'city', label: t('locations.city'), kind: 'text' },
    { id: 'country', label: t('locations.country'), kind: 'text', description: t('locations.countryHelp') },
    { id: 'notes', label: t('clients.notes'), kind: 'long' },
  ],
  initial: (location) => ({
    name: location?.name ?? '',
    address: location?.address ?? '',
    city: location?.city ?? '',
    country: location?.country ?? '',
    notes: location?.notes ?? '',
  }),
  columns: (t, assets) => [
    { ...wordsColumn('name', t('locations.name'), 240, (item) => item.name), pin: 'left', canHide: false },
    wordsColumn('address', t('locations.address'), 260, (item) => item.address),
    wordsColumn('city', t('locations.city'), 180, (item) => item.city),
    { ...assets, label: t('nav.assets'), width: 100 },
    wordsColumn('country', t('locations.country'), 110, (item) => item.country),
  ],
  detail: (item) => [item.city, item.country].filter((part) => part != null).join(', '),
};

export function LocationsPanel({ client }: { client: Client }) {
  return <PlacesPanel client={client} of={LOCATIONS} />;
}
