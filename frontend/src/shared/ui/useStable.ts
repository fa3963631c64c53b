import { useCallback, useLayoutEffect, useRef } from 'react';

/** The same function for good, doing what the newest one does: for what is drawn again only when its data change. */
export function useStable<A extends unknown[]>(action: (...given: A) => void): (...given: A) => void {
  const latest = useRef(action);
  useLayoutEffect(() => {
    latest.current = action;
  });
  return useCallback((...given: A) => latest.current(...given), []);
}
