import { lazy, Suspense, useEffect, useEffectEvent, useImperativeHandle, useState, type Ref } from 'react';

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
