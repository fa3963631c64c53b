import { Kbd } from '@mantine/core';
import classes from './Keys.module.css';

const NAMES: Record<string, string> = { ctrl: 'Ctrl', escape: 'Esc', enter: 'Enter' };

/** "ctrl+k" as keycaps. */
export function Keys({ hotkey }: { hotkey: string }) {
  const caps = hotkey.split(/[ +]/);
  return (
    <span className={classes['keys']}>
      {caps.map((cap, place) => (
        <Kbd key={`${cap}${String(place)}`} size="xs">
          {NAMES[cap] ?? (hotkey.includes('+') ? cap.toUpperCase() : cap)}
        </Kbd>
      ))}
    </span>
  );
}
