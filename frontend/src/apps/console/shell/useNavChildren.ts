import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { placeOfList, usePinnedViews, viewsQuery } from '@/shared/views/viewQueries';
import type { NavItem } from './navigation';

export interface NavChild {
  id: string;
  label: string;
  to: string;
  current: boolean;
  pinned: boolean;
}

/** Below an entry: the views of its list that were pinned; below Assets first its types, and what was deleted. */
export function useNavChildren({ list = '' }: NavItem): NavChild[] {
  const register = useRegister(list === 'assets');
  const own = usePinned(list);
  const locations = usePinned(list === 'clients' ? 'locations' : '');
  const contacts = usePinned(list === 'clients' ? 'contacts' : '');
  return [...register, ...own, ...locations, ...contacts];
}

function usePinned(list: string): NavChild[] {
  const { slug, client, to, can } = useTenant();
  const { pathname, search } = useLocation();
  const { pinned } = usePinnedViews(list);
  const views = useQuery({ ...viewsQuery(slug, list, client?.id), enabled: can('assets:read') && pinned.length > 0 });
  return pinned.flatMap((id) => {
    const view = views.data?.items.find((item) => item.id === id);
    // Locations and contacts are listed for one client: the view's own, or the one that is looked at.
    const place = placeOfList(list, view?.client_id ?? client?.id);
    if (view === undefined || place === null) return [];
    const current = pathname === to(place) && new URLSearchParams(search).get('v') === id;
    const within = list === 'contacts' ? 'tab=contacts&' : '';
    return [{ id: `view:${id}`, label: view.name, to: to(`${place}?${within}v=${id}`), current, pinned: true }];
  });
}

function useRegister(isHere: boolean): NavChild[] {
  const t = useT();
  const { slug, to, can } = useTenant();
  const { pathname, search } = useLocation();
  const reads = isHere && can('assets:read');
  const types = useQuery({
    queryKey: ['tenant', slug, 'asset-types'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/asset-types', { signal }))).items,
    staleTime: 5 * 60_000,
    enabled: reads,
  });
  if (!reads) return [];
  const ofType = (types.data ?? []).map((type) => {
    const filter = `type=${type.key}`;
    return {
      id: `type:${type.key}`,
      label: type.name,
      // Whatever view opens first, this is the whole list narrowed to the type.
      to: to(`/assets?${new URLSearchParams({ v: 'all', q: filter }).toString()}`),
      current: pathname === to('/assets') && new URLSearchParams(search).get('q') === filter,
      pinned: false,
    };
  });
  return [...ofType, { id: 'deleted', label: t('nav.deleted'), to: to('/assets/deleted'), current: pathname === to('/assets/deleted'), pinned: false }];
}
