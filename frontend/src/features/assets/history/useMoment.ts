import { useSearchParams } from 'react-router';

export interface MomentAddress {
  at: string | null;
  /** Shows the asset as of a moment, or as it is now. A step that Back undoes. */
  show: (at: string | null) => void;
}

/** The past moment that an asset is shown at stands in the address, so that a link shows the same. */
export function useMoment(): MomentAddress {
  const [params, setParams] = useSearchParams();
  const at = params.get('at');
  return {
    at: at === null || Number.isNaN(Date.parse(at)) ? null : at,
    show: (next) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        after.delete('tab');
        if (next === null) after.delete('at');
        else after.set('at', next);
        return after;
      }),
  };
}
