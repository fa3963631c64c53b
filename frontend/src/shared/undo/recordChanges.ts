import { useEffect, useEffectEvent } from 'react';

const listeners = new Set<() => void>();

/** Says that assets were written by something other than the page that shows them: an undo, a bulk change, a restore. */
export function announceChanges(): void {
  for (const listener of listeners) listener();
}

/** Runs when assets were written elsewhere, so that what is on screen can be read again. */
export function useChangesElsewhere(react: () => void): void {
  const latest = useEffectEvent(react);
  useEffect(() => {
    const listener = (): void => latest();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}
