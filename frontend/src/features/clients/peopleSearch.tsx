import type { SearchProvider } from '@/shared/actions/registry';
import { api, unwrap } from '@/shared/api/client';
import type { ClientSummary } from '@/shared/api/types';
import { IconUser } from '@/shared/ui/icons';

const SHOWN = 8;

/** People of the clients in the palette, behind `@`: each leads to the client they belong to. */
export function peopleSearchProvider(label: string, clients: readonly ClientSummary[], go: (path: string) => void): SearchProvider {
  return {
    id: 'people',
    label,
    prefix: '@',
    onDemand: true,
    async search(text, signal) {
      const query = { limit: SHOWN, ...(text === '' ? {} : { q: text }) };
      const page = await unwrap(api.GET('/contacts', { params: { query }, signal }));
      return page.items.map((contact) => ({
        id: contact.id,
        label: contact.name,
        detail: [clients.find((client) => client.id === contact.client_id)?.name, contact.email].filter((part) => part != null).join(' · '),
        icon: <IconUser size={16} aria-hidden />,
        perform: () => go(`/clients/${contact.client_id}?tab=contacts`),
      }));
    },
  };
}
