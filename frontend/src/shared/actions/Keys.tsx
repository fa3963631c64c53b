import { Kbd } from '@mantine/core';

const NAMES: Record<string, string> = { ctrl: 'Ctrl', escape: 'Esc', enter: 'Enter' };

/** "ctrl+k" as keycaps. */
export function Keys({ hotkey }: { hotkey: string }) {
  const caps = hotkey.split(/[ +]/);
  return (
    <span style={{ display: 'inline-flex', gap: 3 }}>
      {caps.map((cap, place) => (
        <Kbd key={`${cap}${String(place)}`} size="xs">
          {NAMES[cap] ?? (hotkey.includes('+') ? cap.toUpperCase() : cap)}
        </Kbd>
      ))}
    </span>
  );
}
