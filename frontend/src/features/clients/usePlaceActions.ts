import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { Action } from '@/shared/actions/registry';
import type { Client } from '@/shared/api/types';
import { quoteValue } from '@/shared/filters/filterText';
import type { RowActions } from '@/shared/grid/gridProps';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';

interface Place {
  id: string;
  name: string;
}

/** What can be done with a location or contact of a client, from its row. */
export function usePlaceActions<P extends Place>(client: Client, field: 'location' | 'assigned_to', edit: ((place: P) => void) | null): RowActions<P> {
  const t = useT();
  const navigate = useNavigate();
  const { slug, can } = useTenant();
  return useCallback(
    (place) => {
      const filter = encodeURIComponent(`${field}=${quoteValue(place.name)}`);
      const list: Action[] = [];
      if (edit !== null) list.push({ id: 'row.edit', label: t('common.edit'), group: 'selection', hotkey: 'Enter', perform: () => edit(place) });
      if (can('assets:read')) {
        list.push({ id: 'row.assets', label: t('clients.showAssets'), group: 'selection', perform: () => void navigate(`/t/${slug}/${client.slug}/assets?v=all&q=${filter}`) });
      }
      return { title: place.name, actions: list };
    },
    [t, navigate, slug, can, client.slug, field, edit],
  );
}
