import { createElement, useMemo } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from 'react-router';
import { assetSearchProvider } from '@/features/assets/assetSearch';
import { peopleSearchProvider } from '@/features/clients/peopleSearch';
import { useActions, useSearchProvider, type Action, type SearchProvider } from '@/shared/actions/registry';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconFileImport, IconPlus } from '@/shared/ui/icons';
import { NAVIGATION } from './navigation';

const RAIL_ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

interface Openers {
  openQuickCreate: () => void;
  openPalette: () => void;
  openSheet: () => void;
}

/** What can be done from anywhere: go, create, change the look, ask for help. */
export function useConsoleActions({ openQuickCreate, openPalette, openSheet }: Openers): void {
  const t = useT();
  const navigate = useNavigate();
  const tenant = useTenant();
  const { setColorScheme } = useMantineColorScheme();

  const actions = useMemo<Action[]>(() => {
    const go = (path: string) => () => void navigate(tenant.to(path));
    const list: Action[] = NAVIGATION.filter((item) => item.permission === null || tenant.can(item.permission)).map((item) => ({
      id: `go.${item.path.slice(1)}`,
      label: t(item.label),
      group: 'go',
      hotkey: item.hotkey,
      perform: go(item.path),
    }));
    if (tenant.can('assets:read')) list.push({ id: 'go.deleted', label: t('nav.deleted'), group: 'go', perform: go('/assets/deleted') });
    if (tenant.can('assets:write')) {
      list.push({ id: 'asset.create', label: t('assets.new'), group: 'create', hotkey: 'c', icon: createElement(IconPlus, RAIL_ICON), rail: 10, short: t('actions.add'), perform: openQuickCreate });
    }
    if (tenant.can('imports:run')) {
      list.push({ id: 'import.create', label: t('imports.new'), group: 'create', icon: createElement(IconFileImport, RAIL_ICON), rail: 20, short: t('actions.import'), perform: go('/imports/new') });
    }
    list.push(
      { id: 'view.light', label: t('theme.useLight'), group: 'view', perform: () => setColorScheme('light') },
      { id: 'view.dark', label: t('theme.useDark'), group: 'view', perform: () => setColorScheme('dark') },
      { id: 'view.system', label: t('theme.useSystem'), group: 'view', perform: () => setColorScheme('auto') },
      { id: 'help.palette', label: t('palette.open'), group: 'help', hotkey: 'ctrl+k', perform: openPalette },
      { id: 'help.guides', label: t('help.guides'), group: 'help', perform: go('/help') },
      { id: 'help.keys', label: t('keys.title'), group: 'help', hotkey: '?', perform: openSheet },
    );
    return list;
  }, [t, navigate, tenant, setColorScheme, openQuickCreate, openPalette, openSheet]);
  useActions(actions);

  const assets = useMemo<SearchProvider | null>(
    () => (tenant.can('assets:read') ? assetSearchProvider(t('nav.assets'), (path) => void navigate(tenant.to(path))) : null),
    [t, navigate, tenant],
  );
  useSearchProvider(assets);

  const clients = useMemo<SearchProvider>(
    () => ({
      id: 'clients',
      label: t('palette.switchClient'),
      prefix: '#',
      search: (text) => {
        const needle = text.toLowerCase();
        const found = tenant.context.clients.filter((client) => client.name.toLowerCase().includes(needle)).slice(0, 8);
        return Promise.resolve(
          found.map((client) => ({
            id: client.id,
            label: client.name,
            perform: () => void navigate(`/t/${tenant.slug}/${client.slug}/assets`),
          })),
        );
      },
    }),
    [t, navigate, tenant],
  );
  useSearchProvider(clients);

  const people = useMemo<SearchProvider | null>(
    () =>
      tenant.can('clients:read')
        ? peopleSearchProvider(t('palette.people'), tenant.context.clients, (path) => void navigate(tenant.to(path)))
        : null,
    [t, navigate, tenant],
  );
  useSearchProvider(people);
}
