import { Suspense, useEffect, useEffectEvent, useImperativeHandle, useState, type Ref } from 'react';
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
  useImperativeHandle(ref, () => ({ open: setOpened }), []);
  // The palette must be there the moment its key is pressed.
  useEffect(() => whenQuiet(CommandPalette.preload), []);
  const [typed, setTyped] = useState('');
  const close = (): void => {
    setOpened(null);
    setTyped('');
  };
  return (
    <Suspense fallback={opened === 'palette' && <Typed onChange={setTyped} onGiveUp={close} />}>
      {opened === 'palette' && <CommandPalette opened onClose={close} typed={typed} />}
      {opened === 'create' && <QuickCreate onClose={close} />}
      {opened === 'filters' && <FilterHelp onClose={close} />}
      {opened === 'keys' && <ShortcutSheet opened onClose={close} />}
    </Suspense>
  );
}

interface TypedProps {
  onChange: (change: (typed: string) => string) => void;
  onGiveUp: () => void;
}

/** Holds what is typed for the palette until it is there; on the page below, each key might be a command. */
function Typed({ onChange, onGiveUp }: TypedProps) {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onGiveUp();
    else if (event.key === 'Backspace') onChange((typed) => typed.slice(0, -1));
    else if (event.key.length === 1) onChange((typed) => typed + event.key);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
  return null;
}
