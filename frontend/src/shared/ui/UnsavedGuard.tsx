import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { ConfirmDialog } from './ConfirmDialog';

/** Asks once before what was typed is lost. `isDirty` is asked at the moment of leaving. */
export function UnsavedGuard({ isDirty }: { isDirty: () => boolean }) {
  const t = useT();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && isDirty());
  useEffect(() => {
    // The browser asks in its own words when the window closes.
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (isDirty()) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [isDirty]);
  return (
    <ConfirmDialog
      opened={blocker.state === 'blocked'}
      title={t('unsaved.title')}
      confirm={t('unsaved.leave')}
      pending={false}
      error={null}
      onClose={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
    >
      {t('unsaved.help')}
    </ConfirmDialog>
  );
}
