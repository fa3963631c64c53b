import { clampReal, revealRow, scrollMap, toReal, toScroll, visibleRows, type ScrollMap } from './scrollMap';

const OVERSCAN_ROWS = 6;
/** The body's origin moves in steps, so rows keep their own offset and need no redraw while scrolling. */
const BASE_STEP = 500;
const COLUMN_STEP = 60;
const FLING_ROWS_PER_SECOND = 1_500;
const CALM_MS = 90;
/** After this long at rest a move begins anew. */
const STILL_MS = 250;

export interface ViewWindow {
  firstRow: number;
  lastRow: number;
  visibleFirst: number;
  visibleLast: number;
  base: number;
  bodyTop: number;
  scrollHeight: number;
  left: number;
  width: number;
  low: boolean;
}

const NOTHING: ViewWindow = {
  firstRow: 0,
  lastRow: -1,
  visibleFirst: 0,
  visibleLast: -1,
  base: 0,
  bodyTop: 0,
  scrollHeight: 0,
  left: 0,
  width: 0,
  low: false,
};

interface Geometry {
  rowCount: number;
  /** The row at the top of the list: not the first one when the list is shown in pages. */
  firstRow: number;
  rowHeight: number;
  headerHeight: number;
}

const same = (a: ViewWindow, b: ViewWindow): boolean =>
  a.firstRow === b.firstRow &&
  a.lastRow === b.lastRow &&
  a.visibleFirst === b.visibleFirst &&
  a.visibleLast === b.visibleLast &&
  a.base === b.base &&
  a.bodyTop === b.bodyTop &&
  a.scrollHeight === b.scrollHeight &&
  a.left === b.left &&
  a.width === b.width &&
  a.low === b.low;

/** Owns the scroll position of one grid and tells which rows and columns are worth drawing. */
export class ViewportModel {
  #element: HTMLElement | null = null;
  #geometry: Geometry = { rowCount: 0, firstRow: 0, rowHeight: 32, headerHeight: 34 };
  #map: ScrollMap = scrollMap(0, 32, 0);
  #real = 0;
  #ownTop: number | null = null;
  #low = false;
  #lastMove = { at: 0, real: 0 };
  #calm: ReturnType<typeof setTimeout> | undefined;
  #window = NOTHING;
  /** A row of another page that is to be seen once that page is there. */
  #awaited: number | null = null;
  /** Kept from the last look: asking the element after writing to it would lay the page out once more. */
  #size = { width: 0, height: 0, left: 0 };
  #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getWindow = (): ViewWindow => this.#window;

  attach(element: HTMLElement): () => void {
    this.#element = element;
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(element);
    element.addEventListener('scroll', this.#onScroll, { passive: true });
    element.addEventListener('wheel', this.#onWheel, { passive: false });
    this.#measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', this.#onScroll);
      element.removeEventListener('wheel', this.#onWheel);
      clearTimeout(this.#calm);
      this.#element = null;
    };
  }

  configure(geometry: Geometry): void {
    const keptRow = this.#real / this.#geometry.rowHeight;
    const rescaled = geometry.rowHeight !== this.#geometry.rowHeight;
    const turned = geometry.firstRow !== this.#geometry.firstRow;
    this.#geometry = geometry;
    this.#remap();
    if (rescaled) this.#real = keptRow * geometry.rowHeight;
    if (turned) this.#real = this.#awaited === null ? 0 : revealRow(this.#map, 0, this.#awaited - geometry.firstRow);
    if (turned) this.#awaited = null;
    const before = this.#real;
    this.#real = clampReal(this.#map, this.#real);
    if (rescaled || turned || before !== this.#real) this.#pushScroll();
    this.#publish();
  }

  /** A new result set starts at its top. */
  toTop(): void {
    this.#real = 0;
    this.#pushScroll();
    this.#publish();
  }

  revealRow(row: number, align: 'nearest' | 'center' = 'nearest'): void {
    this.#remap();
    const { firstRow, rowCount } = this.#geometry;
    if (row < firstRow || row >= firstRow + rowCount) {
      this.#awaited = row;
      return;
    }
    const next = revealRow(this.#map, this.#real, row - firstRow, align);
    if (next === this.#real) return;
    this.#real = next;
    this.#pushScroll();
    this.#publish();
  }

  revealSpan(left: number, width: number, pinned: number, pinnedRight: number): void {
    const element = this.#element;
    if (element === null) return;
    const start = element.scrollLeft + pinned;
    if (left < start) element.scrollLeft = left - pinned;
    else if (left + width > element.scrollLeft + element.clientWidth - pinnedRight) element.scrollLeft = left + width - element.clientWidth + pinnedRight;
    else return;
    this.#size.left = element.scrollLeft;
    this.#publish();
  }

  rowsPerPage(): number {
    return Math.max(1, Math.floor(this.#map.viewport / this.#geometry.rowHeight) - 1);
  }

  #remap(): void {
    const { height } = this.#size;
    const { rowCount, rowHeight, headerHeight } = this.#geometry;
    this.#map = scrollMap(rowCount, rowHeight, Math.max(0, height - headerHeight));
  }

  #measure(): void {
    const { clientWidth = 0, clientHeight = 0, scrollLeft = 0 } = this.#element ?? {};
    this.#size = { width: clientWidth, height: clientHeight, left: scrollLeft };
    this.#remap();
    this.#real = clampReal(this.#map, this.#real);
    this.#publish();
  }

  #pushScroll(): void {
    if (this.#element === null) return;
    const top = Math.round(toScroll(this.#map, this.#real));
    this.#ownTop = top;
    this.#element.scrollTop = top;
  }

  readonly #onScroll = (): void => {
    const element = this.#element;
    if (element === null) return;
    // A scroll event that only echoes our own assignment must not round the real position away.
    const { scrollTop } = element;
    const echo = this.#ownTop !== null && Math.abs(scrollTop - this.#ownTop) < 1;
    this.#ownTop = null;
    if (!echo) this.#real = toReal(this.#map, scrollTop);
    this.#size.left = element.scrollLeft;
    this.#judgeSpeed();
    this.#publish();
  };

  /** While compressed, one wheel pixel stays one list pixel; only the thumb travels faster. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (!this.#map.compressed || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? this.#geometry.rowHeight : event.deltaMode === 2 ? this.#map.viewport : 1;
    this.#real = clampReal(this.#map, this.#real + event.deltaY * unit);
    if (event.deltaX !== 0 && this.#element !== null) this.#element.scrollLeft += event.deltaX;
    this.#pushScroll();
    this.#judgeSpeed();
    this.#publish();
  };

  #judgeSpeed(): void {
    const now = performance.now();
    const elapsed = now - this.#lastMove.at;
    const rows = Math.abs(this.#real - this.#lastMove.real) / this.#geometry.rowHeight;
    this.#lastMove = { at: now, real: this.#real };
    // A slow machine draws few frames, each a whole screen further: that is a fling too, and there it matters most.
    const leaps = rows * this.#geometry.rowHeight >= this.#map.viewport;
    if (elapsed < STILL_MS && rows > 0 && (leaps || (rows / elapsed) * 1_000 > FLING_ROWS_PER_SECOND)) this.#low = true;
    if (!this.#low) return;
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => {
      this.#low = false;
      this.#publish();
    }, CALM_MS);
  }

  #publish(): void {
    const { rowCount, rowHeight, firstRow: top } = this.#geometry;
    const visible = visibleRows(this.#map, this.#real);
    const firstRow = Math.max(0, visible.first - OVERSCAN_ROWS);
    const base = Math.floor(firstRow / BASE_STEP) * BASE_STEP;
    const shift = this.#map.compressed ? Math.round(toScroll(this.#map, this.#real)) - this.#real : 0;
    const next: ViewWindow = {
      firstRow: top + firstRow,
      lastRow: top + Math.min(rowCount - 1, visible.last + OVERSCAN_ROWS),
      visibleFirst: top + visible.first,
      visibleLast: top + visible.last,
      base: top + base,
      bodyTop: base * rowHeight + shift,
      scrollHeight: this.#map.scrollHeight,
      left: Math.floor(this.#size.left / COLUMN_STEP) * COLUMN_STEP,
      width: this.#size.width,
      low: this.#low,
    };
    if (same(next, this.#window)) return;
    this.#window = next;
    for (const listener of this.#listeners) listener();
  }
}
