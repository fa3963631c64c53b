import { lazy, Suspense, useEffect, useState } from 'react';
import { onSignedOut } from '@/shared/api/client';

const ReSignInDialog = lazy(async () => ({ default: (await import('./ReSignInDialog')).ReSignInDialog }));

/** Waits for the session to end; the dialog is fetched only then. */
export function SessionWatch() {
  const [ended, setEnded] = useState(false);
  useEffect(() => onSignedOut(() => setEnded(true)), []);
  return <Suspense fallback={null}>{ended && <ReSignInDialog onSignedIn={() => setEnded(false)} />}</Suspense>;
}
