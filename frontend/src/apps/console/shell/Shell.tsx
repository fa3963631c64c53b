import { lazy, Suspense, useCallback, useState } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useActionKeys } from '@/shared/actions/useActionKeys';
import { useSingleKeys } from '@/shared/actions/useSingleKeys';
import type { SessionInfo } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { isOn } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { BottomBar } from './BottomBar';
import { Header } from './Header';
import { MainNavigation } from './MainNavigation';
import { OfflineBanner } from './OfflineBanner';
import { useConsoleActions } from './useConsoleActions';
import { useRegionKeys } from './useRegionKeys';
import { useNavigationState } from './useNavigationState';
import classes from './Shell.module.css';

const CommandPalette = lazy(async () => ({ default: (await import('@/shared/actions/CommandPalette')).CommandPalette }));
const QuickCreate = lazy(async () => ({ default: (await import('@/features/assets/components/QuickCreate')).QuickCreate }));
const FilterHelp = lazy(async () => ({ default: (await import('@/shared/filters/FilterHelp')).FilterHelp }));
const ShortcutSheet = lazy(async () => ({ default: (await import('@/shared/actions/ShortcutSheet')).ShortcutSheet }));

export function Shell({ session }: { session: SessionInfo }) {
  const t = useT();
  const [palette, setPalette] = useState(false);
  const [creating, setCreating] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [filterHelp, setFilterHelp] = useState(false);
  const wide = useMediaQuery('(min-width: 1024px)', true, { getInitialValueInEffect: false });
  const plenty = useMediaQuery('(min-width: 1440px)', true, { getInitialValueInEffect: false });
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const location = useLocation();
  const navigation = useNavigationState(plenty ? 'plenty' : wide ? 'some' : 'none', location.key);
  const openPalette = useCallback(() => setPalette(true), []);
  const openSheet = useCallback(() => setSheet(true), []);
  const navigate = useNavigate();
  const tenant = useTenant();
  const isQuick = isOn(tenant, 'ui.quick_create');
  const classicForm = tenant.to('/assets/new');
  const openQuickCreate = useCallback(() => {
    if (isQuick) setCreating(true);
    else void navigate(classicForm);
  }, [isQuick, navigate, classicForm]);
  useConsoleActions({ openQuickCreate, openPalette, openSheet });
  const [singleKeys] = useSingleKeys();
  useActionKeys(singleKeys);
  useRegionKeys();

  return (
    <div className={classes['shell']} data-nav={navigation.state}>
      <a className={classes['skip']} href="#main" onClick={() => document.getElementById('main')?.focus()}>
        {t('shell.skip')}
      </a>
      <Header session={session} onMenu={navigation.toggle} menuExpanded={navigation.state === 'open'} onSearch={openPalette} onCreate={openQuickCreate} onShortcuts={openSheet} onFilterHelp={() => setFilterHelp(true)} />
      <MainNavigation state={navigation.state} onToggle={navigation.toggle} overlay={!wide} onClose={navigation.close} />
      <main id="main" tabIndex={-1} className={classes['main']} data-region="page">
        <OfflineBanner />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {phone && <BottomBar expanded={navigation.state === 'open'} onMore={navigation.toggle} />}
      <Suspense fallback={null}>
        {palette && <CommandPalette opened onClose={() => setPalette(false)} />}
        {creating && <QuickCreate onClose={() => setCreating(false)} />}
        {filterHelp && <FilterHelp onClose={() => setFilterHelp(false)} />}
        {sheet && <ShortcutSheet opened onClose={() => setSheet(false)} />}
      </Suspense>
    </div>
  );
}
