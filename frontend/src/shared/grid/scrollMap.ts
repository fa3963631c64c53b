/**
 * Maps a scrollbar to a list taller than browsers can scroll.
 *
 * Firefox stops near 17.9 M px and Chrome at 33.5 M; a million rows of 32 px would be 32 M. Above the cap the
 * scrollbar is compressed: its ends still meet the list's ends, and in between the mapping is linear.
 */
export const MAX_SCROLL_HEIGHT = 8_000_000;

export interface ScrollMap {
  rowHeight: number;
  rowCount: number;
  viewport: number;
  realHeight: number;
  scrollHeight: number;
  maxReal: number;
  maxScroll: number;
  compressed: boolean;
}

export function scrollMap(rowCount: number, rowHeight: number, viewport: number): ScrollMap {
  const realHeight = rowCount * rowHeight;
  const scrollHeight = Math.min(realHeight, MAX_SCROLL_HEIGHT);
  return {
    rowHeight,
    rowCount,
    viewport,
    realHeight,
    scrollHeight,
    maxReal: Math.max(0, realHeight - viewport),
    maxScroll: Math.max(0, scrollHeight - viewport),
    compressed: realHeight > MAX_SCROLL_HEIGHT,
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

export function toReal(map: ScrollMap, scrollTop: number): number {
  if (map.maxScroll === 0) return 0;
  const top = clamp(scrollTop, 0, map.maxScroll);
  return map.compressed ? (top / map.maxScroll) * map.maxReal : top;
}

export function toScroll(map: ScrollMap, real: number): number {
  if (map.maxReal === 0) return 0;
  const top = clamp(real, 0, map.maxReal);
  return map.compressed ? (top / map.maxReal) * map.maxScroll : top;
}

export function clampReal(map: ScrollMap, real: number): number {
  return clamp(real, 0, map.maxReal);
}

/** First and last row index that touch the viewport; last is -1 for an empty list. */
export function visibleRows(map: ScrollMap, real: number): { first: number; last: number } {
  if (map.rowCount === 0) return { first: 0, last: -1 };
  const first = Math.floor(real / map.rowHeight);
  const last = Math.ceil((real + map.viewport) / map.rowHeight) - 1;
  return { first: clamp(first, 0, map.rowCount - 1), last: clamp(last, 0, map.rowCount - 1) };
}

/** Where to scroll so a row is wholly inside the viewport, moving as little as possible. */
export function revealRow(map: ScrollMap, real: number, row: number, align: 'nearest' | 'center' = 'nearest'): number {
  const top = row * map.rowHeight;
  if (align === 'center') return clampReal(map, top - (map.viewport - map.rowHeight) / 2);
  if (top < real) return clampReal(map, top);
  const bottom = top + map.rowHeight;
  if (bottom > real + map.viewport) return clampReal(map, bottom - map.viewport);
  return clampReal(map, real);
}
