import { useEffect, useRef } from 'react';
import { useRegistered } from './registry';

const SEQUENCE_MS = 1_200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.tagName === 'TEXTAREA' ||
    target.tagName === 'SELECT' ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)));

/** What a text field does by itself. */
const OF_FIELDS = new Set(['ctrl+z', 'ctrl+shift+z']);

/** "ctrl+k" and "ctrl+shift+z" for combinations, the bare character otherwise. */
function strokeOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return key;
  return event.shiftKey && key.length === 1 ? `ctrl+shift+${key}` : `ctrl+${key}`;
}

/** Runs the registered action of a key or key sequence, unless someone is typing or a dialog is open. */
export function useActionKeys(singleKeys: boolean): void {
  const { actions } = useRegistered();
  const pending = useRef<{ keys: string; at: number } | null>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const stroke = strokeOf(event);
      const combined = stroke.startsWith('ctrl+');
      const combination = combined && !OF_FIELDS.has(stroke);
      if (!combined && !singleKeys) return;
      if (!combination && (isTyping(event.target) || document.querySelector('[role="dialog"][aria-modal="true"]') !== null)) return;
      const fresh = pending.current !== null && event.timeStamp - pending.current.at < SEQUENCE_MS;
      const typed = fresh && pending.current !== null ? `${pending.current.keys} ${stroke}` : stroke;
      // What a page registers comes after the shell's own, and wins while the page is open.
      const action = actions.findLast((item) => item.hotkey === typed) ?? actions.findLast((item) => item.hotkey === stroke);
      const begins = actions.some((item) => item.hotkey?.startsWith(`${stroke} `) === true);
      pending.current = action === undefined && begins ? { keys: stroke, at: event.timeStamp } : null;
      if (action === undefined || action.blocked !== undefined) return;
      event.preventDefault();
      action.perform();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [actions, singleKeys]);
}
