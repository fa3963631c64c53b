import { useState } from 'react';

/** A list that answers may replace at any moment: while a pointer is pressed on it, it stays as it was pressed. */
export function useHeld<T>(current: T): { shown: T; hold: () => void } {
  const [held, setHeld] = useState<{ value: T } | null>(null);
  const hold = (): void => {
    setHeld({ value: current });
    // The click follows the release, so the list is let go a task later.
    const release = (): void => void setTimeout(() => setHeld(null));
    window.addEventListener('pointerup', release, { once: true });
    window.addEventListener('pointercancel', release, { once: true });
  };
  return { shown: held === null ? current : held.value, hold };
}
