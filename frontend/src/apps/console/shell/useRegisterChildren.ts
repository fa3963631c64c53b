import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { usePinnedViews, viewsQuery } from '@/shared/views/viewQueries';

export interface NavChild {
  id: string;
  label: string;
  to: string;
  current: boolean;
  pinned: boolean;
}

/** Below Assets: one entry for each type, what was deleted, then the views that were pinned. */
export function useRegisterChildren(): NavChild[] {
  const t = useT();
  const { slug, client, to, can } = useTenant();
  const { pathname, search } = useLocation();
  const reads = can('assets:read');
  const types = useQuery({
    queryKey: ['tenant', slug, 'asset-types'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/asset-types', { signal }))).items,
    staleTime: 5 * 60_000,
    enabled: reads,
  });
  const views = useQuery({ ...viewsQuery(slug, 'assets', client?.id), enabled: reads });
  const { pinned } = usePinnedViews();
  const here = pathname === to('/assets');
  const params = new URLSearchParams(search);
  const ofType = (types.data ?? []).map((type) => {
    const filter = `type=${type.key}`;
    return {
      id: `type:${type.key}`,
      label: type.name,
      // Whatever view opens first, this is the whole list narrowed to the type.
      to: to(`/assets?${new URLSearchParams({ v: 'all', q: filter }).toString()}`),
      current: here && params.get('q') === filter,
      pinned: false,
    };
  });
  const ofView = pinned.flatMap((id) => {
    const view = views.data?.items.find((item) => item.id === id);
    return view === undefined
      ? []
      : [{ id: `view:${id}`, label: view.name, to: to(`/assets?v=${id}`), current: here && params.get('v') === id, pinned: true }];
  });
  const gone = { id: 'deleted', label: t('nav.deleted'), to: to('/assets/deleted'), current: pathname === to('/assets/deleted'), pinned: false };
  return [...ofType, ...(reads ? [gone] : []), ...ofView];
}
