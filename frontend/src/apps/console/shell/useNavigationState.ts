import { useState } from 'react';
import { useLocalStorage } from '@mantine/hooks';

export type NavigationState = 'open' | 'icons' | 'hidden';

/** Open or icons beside the page when there is room (remembered); an overlay that closes on navigation when not. */
export function useNavigationState(wide: boolean, locationKey: string) {
  const [collapsed, setCollapsed] = useLocalStorage({
    key: 'quarterdeck.nav.collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [overlayFor, setOverlayFor] = useState<string | null>(null);
  const overlayOpen = overlayFor === locationKey;
  const state: NavigationState = wide ? (collapsed ? 'icons' : 'open') : overlayOpen ? 'open' : 'hidden';
  return {
    state,
    toggle: () => {
      if (wide) setCollapsed(!collapsed);
      else setOverlayFor(overlayOpen ? null : locationKey);
    },
    close: () => setOverlayFor(null),
  };
}
