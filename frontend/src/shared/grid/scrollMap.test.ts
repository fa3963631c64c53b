import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_SCROLL_HEIGHT, revealRow, scrollMap, toReal, toScroll, visibleRows } from './scrollMap';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 5_000_000 }),
  height: fc.constantFrom(28, 32, 40, 68),
  viewport: fc.integer({ min: 100, max: 2_000 }),
});

test('the scrollbar never asks the browser for more than it can scroll', () => {
  fc.assert(
    fc.property(sizes, ({ rows, height, viewport }) => {
      expect(scrollMap(rows, height, viewport).scrollHeight).toBeLessThanOrEqual(MAX_SCROLL_HEIGHT);
    }),
  );
});

test('further down the scrollbar is never further up the list', () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), ({ rows, height, viewport }, a, b) => {
      const map = scrollMap(rows, height, viewport);
      const [low, high] = a <= b ? [a, b] : [b, a];
      expect(toReal(map, low * map.maxScroll)).toBeLessThanOrEqual(toReal(map, high * map.maxScroll));
    }),
  );
});

test('the end of the scrollbar shows the last row and its start the first', () => {
  fc.assert(
    fc.property(sizes, ({ rows, height, viewport }) => {
      const map = scrollMap(rows, height, viewport);
      expect(visibleRows(map, toReal(map, map.maxScroll)).last).toBe(rows - 1);
      expect(visibleRows(map, toReal(map, 0)).first).toBe(0);
    }),
  );
});

test('a place survives the way to the scrollbar and back', () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), ({ rows, height, viewport }, share) => {
      const map = scrollMap(rows, height, viewport);
      const real = share * map.maxReal;
      expect(Math.abs(toReal(map, toScroll(map, real)) - real)).toBeLessThan(0.01);
    }),
  );
});

test('revealing a row puts all of it inside the viewport', () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), ({ rows, height, viewport }, from, at) => {
      const map = scrollMap(rows, height, viewport);
      const row = Math.min(rows - 1, Math.floor(at * rows));
      const real = revealRow(map, from * map.maxReal, row);
      expect(row * height).toBeGreaterThanOrEqual(real - 0.001);
      expect((row + 1) * height).toBeLessThanOrEqual(real + viewport + 0.001);
    }),
  );
});

test('an empty list shows no row', () => {
  expect(visibleRows(scrollMap(0, 32, 600), 0)).toEqual({ first: 0, last: -1 });
});
