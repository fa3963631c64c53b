import { useEffect, useRef, useState } from 'react';
import { Modal, type ModalProps } from '@mantine/core';

/** A dialog that is there or not: it is open from its first draw, and gives the focus back when it goes. */
export function Dialog({ onClose, ...props }: Omit<ModalProps, 'opened'>) {
  useFocusBack();
  const isOnTop = useOnTop();
  return <Modal opened {...props} onClose={() => isOnTop() && onClose()} />;
}

/** Those that are open, the one on top last: Escape reaches all of them and means that one alone. */
const open: object[] = [];

function useOnTop(): () => boolean {
  const mine = useRef({});
  useEffect(() => {
    const own = mine.current;
    open.push(own);
    return () => void open.splice(open.indexOf(own), 1);
  }, []);
  return () => open.at(-1) === mine.current;
}

const ofPage: { current: HTMLElement | null } = { current: null };

/** Mantine gives it back only where a dialog stays and is told to close. */
function useFocusBack(): void {
  const [before] = useState(whoHasFocus);
  useEffect(() => {
    if (before !== null && before.closest('[role="dialog"]') === null) ofPage.current = before;
    return () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const back = before?.isConnected === true ? before : ofPage.current;
      back?.focus({ preventScroll: true });
    };
  }, [before]);
}

/** What is chosen in a menu goes with it, the button of the menu stays. */
function whoHasFocus(): HTMLElement | null {
  const { activeElement } = document;
  const button = activeElement?.closest('[role="menu"]')?.getAttribute('aria-labelledby') ?? null;
  const found = button === null ? activeElement : document.getElementById(button);
  return found instanceof HTMLElement && found !== document.body ? found : null;
}
