import { useSearchParams } from 'react-router';

export interface MomentAddress {
  at: string | null;
  /** Shows the asset as of a moment, or as it is now. A step that Back undoes. */
  show: (at: string | null) => void;
}

/** Beside a list of the past: the asset as it is now all the same. */
const NOW = 'now';

/** A moment that stands in the address; null when there is none, or none that can be read. */
export function momentIn(params: URLSearchParams, name: string): string | null {
  const text = params.get(name);
  return text === null || Number.isNaN(Date.parse(text)) ? null : text;
}

/** The past moment that an asset is shown at stands in the address, so that a link shows the same. Without one of its own it is the list's. */
export function useMoment(): MomentAddress {
  const [params, setParams] = useSearchParams();
  const at = params.get('at') === NOW ? null : (momentIn(params, 'at') ?? momentIn(params, 'asof'));
  return {
    at,
    show: (next) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        after.delete('tab');
        if (next !== null) after.set('at', next);
        else if (momentIn(after, 'asof') === null) after.delete('at');
        else after.set('at', NOW);
        return after;
      }),
  };
}
