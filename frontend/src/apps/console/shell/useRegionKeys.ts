import { useEffect } from 'react';

const REGIONS = '[data-region]';
const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]),[tabindex="0"]';

/** F6 and Shift+F6 walk header, navigation, page and drawer in the order they are drawn. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)];
      const holders = regions.filter((region) => region.contains(document.activeElement));
      const current = holders.at(-1);
      const at = current === undefined ? -1 : regions.indexOf(current);
      const step = event.shiftKey ? -1 : 1;
      const next = regions[(at + step + regions.length) % regions.length];
      const target = next?.querySelector<HTMLElement>(FOCUSABLE) ?? next;
      target?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
