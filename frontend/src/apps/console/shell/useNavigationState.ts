import { useState } from 'react';
import { usePreference } from '@/shared/session/preferences';

export type NavigationState = 'open' | 'icons' | 'hidden';

const readChoice = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** Open where there is plenty of room, icons where there is some, until a person chose; an overlay that closes on navigation where there is none. */
export function useNavigationState(room: 'plenty' | 'some' | 'none', locationKey: string) {
  const [chosen, choose] = usePreference(`nav.open.${room}`, readChoice);
  const [overlayFor, setOverlayFor] = useState<string | null>(null);
  const overlayOpen = overlayFor === locationKey;
  const open = chosen ?? room === 'plenty';
  const state: NavigationState = room === 'none' ? (overlayOpen ? 'open' : 'hidden') : open ? 'open' : 'icons';
  return {
    state,
    toggle: () => {
      if (room === 'none') setOverlayFor(overlayOpen ? null : locationKey);
      else choose(!open);
    },
    close: () => setOverlayFor(null),
  };
}
