import { lazy, Suspense, useEffect, useImperativeHandle, useState, type Ref } from 'react';

const loadPalette = async () => ({ default: (await import('@/shared/actions/CommandPalette')).CommandPalette });
const CommandPalette = lazy(loadPalette);
const QuickCreate = lazy(async () => ({ default: (await import('@/features/assets/components/QuickCreate')).QuickCreate }));
const FilterHelp = lazy(async () => ({ default: (await import('@/shared/filters/FilterHelp')).FilterHelp }));
const ShortcutSheet = lazy(async () => ({ default: (await import('@/shared/actions/ShortcutSheet')).ShortcutSheet }));

export type Overlay = 'palette' | 'create' | 'keys' | 'filters';

export interface OverlaysHandle {
  open: (overlay: Overlay) => void;
}

const QUIET_MS = 2_000;

/** What opens over any page. It keeps what is open to itself, so that opening draws nothing else again. */
export function Overlays({ ref }: { ref: Ref<OverlaysHandle> }) {
  const [opened, setOpened] = useState<Overlay | null>(null);
  useImperativeHandle(ref, () => ({ open: setOpened }), []);
  useEffect(() => {
    // The palette must be there the moment its key is pressed.
    const timer = setTimeout(() => void loadPalette(), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  const close = (): void => setOpened(null);
  return (
    <Suspense fallback={null}>
      {opened === 'palette' && <CommandPalette opened onClose={close} />}
      {opened === 'create' && <QuickCreate onClose={close} />}
      {opened === 'filters' && <FilterHelp onClose={close} />}
      {opened === 'keys' && <ShortcutSheet opened onClose={close} />}
    </Suspense>
  );
}
