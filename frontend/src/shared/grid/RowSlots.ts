/**
 * Which row stands at which place of the document. Places of rows that left go to those that came, so a fling rewrites
 * rows instead of making new ones; a row that stays keeps its place, and with it the focus.
 */
export class RowSlots {
  #slots = new Map<number, number>();
  #made = 0;

  /** The place of each row, in the order given. Asking again for the same rows changes nothing. */
  place(indexes: readonly number[]): number[] {
    const staying = new Set(indexes);
    const free = [...this.#slots].filter(([index]) => !staying.has(index)).map(([, slot]) => slot);
    const next = new Map<number, number>();
    for (const index of indexes) {
      const slot = this.#slots.get(index) ?? free.shift() ?? this.#made;
      if (slot === this.#made) this.#made += 1;
      next.set(index, slot);
    }
    this.#slots = next;
    return [...next.values()];
  }
}
