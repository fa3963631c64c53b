import { isAbort } from '@/shared/api/problem';
import type { RowSource } from './types';

export const BLOCK_ROWS = 100;
const MAX_BLOCKS = 60;
const DEBOUNCE_MS = 40;

type Block<R> =
  | { state: 'loading'; abort: AbortController; rows: readonly R[] | null }
  | { state: 'ready'; rows: readonly R[] }
  | { state: 'error'; error: unknown };

export interface Total {
  value: number;
  relation: 'eq' | 'gte';
}

/** Sparse rows of one result set: fetched in blocks as they come into view, forgotten oldest first. */
export class BlockStore<R extends { id: string }> {
  readonly source: RowSource<R>;
  #blocks = new Map<number, Block<R>>();
  #listeners = new Set<() => void>();
  #revision = 0;
  #outline = 0;
  #outlined = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: readonly number[] = [];
  /** Blocks somebody waits for although they are not in view. */
  #awaited = new Set<number>();
  #loads = new Map<number, Promise<void>>();
  #counting: AbortController | null = null;
  #total: Total | null = null;
  #jump = true;
  #farthest = 0;
  #version: number | null = null;
  #loadedAt: Date | null = null;

  constructor(source: RowSource<R>) {
    this.source = source;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly revision = (): number => this.#revision;

  /** Changes only with what concerns the whole list: how many rows, which version, whether it can be read at all. */
  readonly outline = (): number => this.#outline;

  get total(): Total | null {
    return this.#total;
  }

  get version(): number | null {
    return this.#version;
  }

  get loadedAt(): Date | null {
    return this.#loadedAt;
  }

  get canJump(): boolean {
    return this.#jump;
  }

  /** Rows the scrollbar covers: all of them, or only what was reached when the order allows no jump. */
  get reachable(): number {
    const total = this.#total?.value ?? 0;
    return this.#jump ? total : Math.min(total, this.#farthest + BLOCK_ROWS);
  }

  get hasRows(): boolean {
    return this.#total !== null;
  }

  /** Set while nothing at all could be loaded. */
  get failure(): unknown {
    if (this.#total !== null) return null;
    for (const block of this.#blocks.values()) if (block.state === 'error') return block.error;
    return null;
  }

  get busy(): boolean {
    for (const block of this.#blocks.values()) if (block.state === 'loading') return true;
    return this.#timer !== undefined;
  }

  row(index: number): R | undefined {
    const block = this.#blocks.get(Math.floor(index / BLOCK_ROWS));
    if (block === undefined || block.state === 'error') return undefined;
    return block.rows?.[index % BLOCK_ROWS];
  }

  /** A loaded row by its id. */
  find(id: string): R | undefined {
    const index = this.indexOf(id);
    return index === null ? undefined : this.row(index);
  }

  failed(index: number): boolean {
    return this.#blocks.get(Math.floor(index / BLOCK_ROWS))?.state === 'error';
  }

  /** Index of a loaded row, for "next" from a row whose place is known only by its id. */
  indexOf(id: string): number | null {
    for (const [number, block] of this.#blocks) {
      if (block.state === 'error' || block.rows === null) continue;
      const at = block.rows.findIndex((row) => row.id === id);
      if (at >= 0) return number * BLOCK_ROWS + at;
    }
    return null;
  }

  /** Asks for the top, unless a window was asked for already: a list may be drawn anew far down. */
  begin(): void {
    if (this.#wanted.length === 0) this.ensure(0, 0);
  }

  /** Asks for the blocks under rows first..last and gives up on those that left the window. */
  ensure(first: number, last: number): void {
    const blocks: number[] = [];
    for (let number = Math.floor(Math.max(0, first) / BLOCK_ROWS); number <= Math.floor(Math.max(0, last) / BLOCK_ROWS); number += 1) {
      blocks.push(number);
    }
    this.#wanted = blocks;
    if (blocks.every((number) => this.#blocks.has(number))) return;
    clearTimeout(this.#timer);
    if (this.#blocks.size === 0) {
      this.#timer = undefined;
      this.#fetchWanted();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#fetchWanted();
    }, DEBOUNCE_MS);
  }

  retry(index: number): void {
    this.#blocks.delete(Math.floor(index / BLOCK_ROWS));
    this.#fetchWanted();
  }

  /** Reads again what is in view and forgets the rest; the rows stay in place until new ones arrive. */
  refresh(): void {
    void this.reread();
  }

  /** As `refresh`, and done when what is in view has answered. */
  async reread(): Promise<void> {
    const kept = this.#wanted.length > 0 ? this.#wanted : [0];
    for (const [number, block] of [...this.#blocks]) {
      if (block.state === 'loading') block.abort.abort();
      if (!kept.includes(number)) this.#blocks.delete(number);
    }
    await Promise.all(kept.map((number) => this.#load(number)));
  }

  patch(id: string, change: (row: R) => R): void {
    for (const [number, block] of this.#blocks) {
      if (block.state !== 'ready' || !block.rows.some((row) => row.id === id)) continue;
      this.#blocks.set(number, { state: 'ready', rows: block.rows.map((row) => (row.id === id ? change(row) : row)) });
      this.#emit();
    }
  }

  /** The row at an index, fetched when it was never on screen; null past the end. */
  async rowAt(index: number): Promise<R | null> {
    if (index < 0 || (this.#total !== null && index >= this.#total.value)) return null;
    const number = Math.floor(index / BLOCK_ROWS);
    if (this.row(index) === undefined) await this.#await(number);
    return this.row(index) ?? null;
  }

  async #await(number: number): Promise<void> {
    this.#awaited.add(number);
    try {
      const underWay = this.#blocks.get(number)?.state === 'loading' ? this.#loads.get(number) : undefined;
      await (underWay ?? this.#load(number));
    } finally {
      this.#awaited.delete(number);
    }
  }

  /** Ids of a range in the set's own order, loaded or not. `anchor` is the row at `from` when the range began. */
  async idsBetween(from: number, to: number, anchor?: string): Promise<string[]> {
    const [low, high] = from <= to ? [from, to] : [to, from];
    const loaded = this.#loadedIds(low, high);
    if (loaded !== null) return loaded;
    if (this.source.range !== undefined) {
      const first = anchor ?? (await this.rowAt(from))?.id;
      const last = (await this.rowAt(to))?.id;
      if (first !== undefined && last !== undefined) return this.source.range(first, last, new AbortController().signal);
    }
    const ids: string[] = [];
    for (let start = Math.floor(low / BLOCK_ROWS) * BLOCK_ROWS; start <= high; start += BLOCK_ROWS) {
      const rows = await this.#rowsOf(start / BLOCK_ROWS);
      rows.forEach((row, offset) => {
        const index = start + offset;
        if (index >= low && index <= high) ids.push(row.id);
      });
    }
    return ids;
  }

  #loadedIds(low: number, high: number): string[] | null {
    const ids: string[] = [];
    for (let index = low; index <= high; index += 1) {
      const row = this.row(index);
      if (row === undefined) return null;
      ids.push(row.id);
    }
    return ids;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = [];
    this.#counting?.abort();
    for (const [number, block] of [...this.#blocks]) {
      if (block.state !== 'loading') continue;
      block.abort.abort();
      this.#blocks.delete(number);
    }
  }

  async #rowsOf(number: number): Promise<readonly R[]> {
    const block = this.#blocks.get(number);
    if (block?.state === 'ready') return block.rows;
    const answer = await this.source.window(number * BLOCK_ROWS, BLOCK_ROWS, new AbortController().signal);
    return answer.rows;
  }

  #fetchWanted(): void {
    for (const [number, block] of [...this.#blocks]) {
      if (block.state === 'loading' && !this.#isNeeded(number) && this.#total !== null) {
        block.abort.abort();
        this.#blocks.delete(number);
      }
    }
    for (const number of this.#wanted) if (!this.#blocks.has(number)) void this.#load(number);
  }

  #load(number: number): Promise<void> {
    const load = this.#fetch(number);
    this.#loads.set(number, load);
    return load;
  }

  async #fetch(number: number): Promise<void> {
    const before = this.#blocks.get(number);
    const kept = before !== undefined && before.state !== 'error' ? before.rows : null;
    const abort = new AbortController();
    this.#blocks.set(number, { state: 'loading', abort, rows: kept });
    this.#emit();
    try {
      const answer = await this.source.window(number * BLOCK_ROWS, BLOCK_ROWS, abort.signal);
      if (abort.signal.aborted) return;
      this.#accept(number, answer);
    } catch (error) {
      if (abort.signal.aborted || isAbort(error)) return;
      this.#blocks.set(number, { state: 'error', error });
    }
    this.#emit();
  }

  #accept(number: number, answer: Awaited<ReturnType<RowSource<R>['window']>>): void {
    this.#blocks.delete(number);
    this.#blocks.set(number, { state: 'ready', rows: answer.rows });
    const exactAlready = this.#total?.relation === 'eq' && answer.total.relation === 'gte';
    if (!exactAlready) this.#total = answer.total;
    this.#jump = answer.jump ?? true;
    this.#version = answer.version ?? this.#version;
    this.#loadedAt = new Date();
    this.#farthest = Math.max(this.#farthest, number * BLOCK_ROWS + answer.rows.length);
    this.#evict();
    if (answer.total.relation === 'gte' && !exactAlready) void this.#countExactly();
  }

  async #countExactly(): Promise<void> {
    if (this.source.count === undefined || this.#counting !== null) return;
    this.#counting = new AbortController();
    try {
      const value = await this.source.count(this.#counting.signal);
      this.#total = { value, relation: 'eq' };
      this.#emit();
    } catch {
      // The lower bound stays on screen; a count is never worth an error.
    } finally {
      this.#counting = null;
    }
  }

  #evict(): void {
    for (const [number, block] of this.#blocks) {
      if (this.#blocks.size <= MAX_BLOCKS) return;
      // The first stays: Home paints at once.
      if (number !== 0 && block.state === 'ready' && !this.#isNeeded(number)) this.#blocks.delete(number);
    }
  }

  #isNeeded(number: number): boolean {
    return this.#wanted.includes(number) || this.#awaited.has(number);
  }

  #emit(): void {
    this.#revision += 1;
    const outlined = JSON.stringify([this.#total, this.reachable, this.#jump, this.#version, this.failure === null]);
    if (outlined !== this.#outlined) {
      this.#outlined = outlined;
      this.#outline += 1;
    }
    for (const listener of this.#listeners) listener();
  }
}
