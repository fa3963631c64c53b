import type { Client, Contact } from '@/shared/api/types';
import { IconAddressBook } from '@/shared/ui/icons';
import type { RecordValues } from '@/shared/ui/RecordDialog';
import { optionalTextIn, referenceIdIn, textIn } from '@/shared/ui/recordValues';
import { contactResource, contactSource, type Changes, type New } from '../api/placeQueries';
import { PlacesPanel, wordsColumn, type PlacesOf } from './PlacesPanel';

const bodyOf = (values: RecordValues) => ({
  name: textIn(values, 'name'),
  email: optionalTextIn(values, 'email'),
  phone: optionalTextIn(values, 'phone'),
  location_id: referenceIdIn(values, 'location_id'),
  notes: optionalTextIn(values, 'notes'),
});

const CONTACTS: PlacesOf<Contact, New<typeof contactResource>, Changes<typeof contactResource>> = {
  kind: 'contacts',
  by: 'contact',
  field: 'assigned_to',
  icon: <IconAddressBook size={22} />,
  allOf: 'views.allContacts',
  source: contactSource,
  resource: contactResource,
  newOf: (values, clientId) => ({ ...bodyOf(values), client_id: clientId }),
  changesOf: bodyOf,
  mergeable: (record) => ({ kind: 'contacts', record }),
  fields: (t) => [
    { id: 'name', label: t('contacts.name'), kind: 'text', required: true },
    { id: 'email', label: t('contacts.email'), kind: 'email' },
    { id: 'phone', label: t('contacts.phone'), kind: 'text' },
    { id: 'location_id', label: t('contacts.location'), kind: 'location', within: 'client_id' },
    { id: 'notes', label: t('clients.notes'), kind: 'long' },
  ],
  initial: (contact, clientId, t) => ({
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    client_id: clientId,
    notes: contact?.notes ?? '',
    location_id: contact?.location_id == null ? null : { id: contact.location_id, label: t('contacts.currentLocation') },
  }),
  columns: (t, assets) => [
    { ...wordsColumn('name', t('contacts.name'), 240, (item) => item.name), pin: 'left', canHide: false },
    wordsColumn('email', t('contacts.email'), 260, (item) => item.email),
    { ...assets, label: t('contacts.assets'), width: 140 },
    wordsColumn('phone', t('contacts.phone'), 180, (item) => item.phone),
  ],
  detail: (item) => [item.email, item.phone].filter((part) => part != null).join(' · '),
};

export function ContactsPanel({ client }: { client: Client }) {
  return <PlacesPanel client={client} of={CONTACTS} />;
}
