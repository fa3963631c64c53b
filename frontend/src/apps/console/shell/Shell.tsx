import { Suspense, useCallback, useRef } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useActionKeys } from '@/shared/actions/useActionKeys';
import { useSingleKeys } from '@/shared/actions/useSingleKeys';
import type { SessionInfo } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { isOn } from '@/shared/session/flags';
import { useFormats } from '@/shared/session/formats';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { BottomBar } from './BottomBar';
import { Header } from './Header';
import { MainNavigation } from './MainNavigation';
import { OfflineBanner } from './OfflineBanner';
import { Overlays, type OverlaysHandle } from './Overlays';
import { useConsoleActions } from './useConsoleActions';
import { useRegionKeys } from './useRegionKeys';
import { useNavigationState } from './useNavigationState';
import classes from './Shell.module.css';

export function Shell({ session }: { session: SessionInfo }) {
  const t = useT();
  const overlays = useRef<OverlaysHandle>(null);
  const wide = useMediaQuery('(min-width: 1024px)', true, { getInitialValueInEffect: false });
  const plenty = useMediaQuery('(min-width: 1440px)', true, { getInitialValueInEffect: false });
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const location = useLocation();
  const navigation = useNavigationState(plenty ? 'plenty' : wide ? 'some' : 'none', location.key);
  const openPalette = useCallback(() => overlays.current?.open('palette'), []);
  const openSheet = useCallback(() => overlays.current?.open('keys'), []);
  const openFilterHelp = useCallback(() => overlays.current?.open('filters'), []);
  const navigate = useNavigate();
  const tenant = useTenant();
  const isQuick = isOn(tenant, 'ui.quick_create');
  const classicForm = tenant.to('/assets/new');
  const openQuickCreate = useCallback(() => {
    if (isQuick) overlays.current?.open('create');
    else void navigate(classicForm);
  }, [isQuick, navigate, classicForm]);
  useConsoleActions({ openQuickCreate, openPalette, openSheet });
  const [singleKeys] = useSingleKeys();
  useActionKeys(singleKeys);
  useRegionKeys();
  const formats = useFormats();

  return (
    <div className={classes['shell']} data-nav={navigation.state}>
      <a className={classes['skip']} href="#main" onClick={() => document.getElementById('main')?.focus()}>
        {t('shell.skip')}
      </a>
      <Header session={session} onMenu={navigation.toggle} menuExpanded={navigation.state === 'open'} onSearch={openPalette} onCreate={openQuickCreate} onShortcuts={openSheet} onFilterHelp={openFilterHelp} />
      <MainNavigation state={navigation.state} onToggle={navigation.toggle} overlay={!wide} onClose={navigation.close} />
      <main id="main" tabIndex={-1} className={classes['main']} data-region="page" data-place={location.key}>
        <OfflineBanner />
        <Suspense key={formats} fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {phone && <BottomBar expanded={navigation.state === 'open'} onMore={navigation.toggle} />}
      <Overlays ref={overlays} />
    </div>
  );
}
