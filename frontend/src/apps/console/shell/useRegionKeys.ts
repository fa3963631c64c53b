import { useEffect } from 'react';

const REGIONS = '[data-region]';
const FOCUSABLE = 'a[href],button:not([disabled]):not([tabindex="-1"]),input:not([disabled]):not([tabindex="-1"]),[tabindex="0"]';

/** F6 and Shift+F6 walk header, navigation, rail, page, list and drawer in the order they are drawn. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const doors = doorsInOrder();
      const current = document.activeElement?.closest(REGIONS);
      const at = doors.findIndex(({ region }) => region === current);
      const step = event.shiftKey ? -1 : 1;
      const next = at === -1 && event.shiftKey ? doors.at(-1) : doors[(at + step + doors.length) % doors.length];
      next?.door.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

interface Region {
  region: Element;
  /** Where focus enters it. */
  door: HTMLElement;
}

/** A region that holds others comes where its own first control stands, not where it begins. */
function doorsInOrder(): Region[] {
  const found: Region[] = [];
  for (const region of document.querySelectorAll(REGIONS)) {
    const own = (element: HTMLElement): boolean => element.closest(REGIONS) === region && element.offsetParent !== null;
    const grid = [...region.querySelectorAll<HTMLElement>('[role="grid"] [tabindex="0"]')].find(own);
    const door = grid ?? [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(own);
    if (door !== undefined) found.push({ region, door });
  }
  return found.sort((a, b) => (a.door.compareDocumentPosition(b.door) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}
