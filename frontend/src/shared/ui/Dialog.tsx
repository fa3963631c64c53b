import { useEffect, useState } from 'react';
import { Modal, type ModalProps } from '@mantine/core';

/** A dialog that is there or not: it is open from its first draw, and gives the focus back when it goes. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  useFocusBack();
  return <Modal opened {...props} />;
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
