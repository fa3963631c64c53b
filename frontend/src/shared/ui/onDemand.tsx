import { lazy, useState, type ComponentType } from 'react';

const QUIET_MS = 1_500;

export type OnDemand<Props> = ComponentType<Props> & {
  /** Fetches it before it is needed. */
  preload: () => void;
};

/** A component fetched when it is first needed, or before. Once it is there it is drawn at once, without a frame of waiting. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let loaded: ComponentType<Props> | null = null;
  const fetch = async () => {
    loaded = await load();
    return { default: loaded };
  };
  const Later: ComponentType<Props> = lazy(fetch);
  function Either(props: Props) {
    // Decided once: changing over later would draw it from scratch.
    const [Drawn] = useState(() => loaded ?? Later);
    return <Drawn {...props} />;
  }
  return Object.assign(Either, { preload: () => void fetch().catch(() => undefined) });
}

/** Runs what may wait until the page has been drawn and the browser has nothing better to do. */
export function whenQuiet(task: () => void): () => void {
  const timer = setTimeout(() => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: QUIET_MS });
    else task();
  }, QUIET_MS);
  return () => clearTimeout(timer);
}
