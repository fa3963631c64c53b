import { Suspense, useEffect, useImperativeHandle, useState, type Ref } from 'react';
import { typeAhead } from '@/shared/actions/typeAhead';
import { onDemand, whenQuiet } from '@/shared/ui/onDemand';

const CommandPalette = onDemand(async () => (await import('@/shared/actions/CommandPalette')).CommandPalette);
const QuickCreate = onDemand(async () => (await import('@/features/assets/components/QuickCreate')).QuickCreate);
const FilterHelp = onDemand(async () => (await import('@/shared/filters/FilterHelp')).FilterHelp);
const ShortcutSheet = onDemand(async () => (await import('@/shared/actions/ShortcutSheet')).ShortcutSheet);

export type Overlay = 'palette' | 'create' | 'keys' | 'filters';

export interface OverlaysHandle {
  open: (overlay: Overlay) => void;
}

/** What opens over any page. It keeps what is open to itself, so that opening draws nothing else again. */
export function Overlays({ ref }: { ref: Ref<OverlaysHandle> }) {
  const [opened, setOpened] = useState<Overlay | null>(null);
  const close = (): void => setOpened(null);
  const open = (overlay: Overlay): void => {
    typeAhead(close);
    setOpened(overlay);
  };
  useImperativeHandle(ref, () => ({ open }));
  // The palette must be there the moment its key is pressed.
  useEffect(() => whenQuiet(CommandPalette.preload), []);
  return (
    <Suspense fallback={null}>
      {opened === 'palette' && <CommandPalette onClose={close} />}
      {opened === 'create' && <QuickCreate onClose={close} />}
      {opened === 'filters' && <FilterHelp onClose={close} />}
      {opened === 'keys' && <ShortcutSheet onClose={close} />}
    </Suspense>
  );
}
