import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clampWidth, columnsInView, layColumns, mergeColumns, moveColumn, placeColumn, sameColumns, withPin, withVisibility, withWidth } from './columns';
import { moveTo } from './gridKeys';
import { allOf, checkedState, countOf, idsOf, inverted, isSelected, MAX_EXCLUDED, MAX_SELECTED, NO_SELECTION, toggle, withRange } from './selection';
import { cycleSort, parseSort, printSort } from './sort';
import { safeCell, toTsv } from './tsv';
import { RowSlots } from './RowSlots';
import type { GridColumn, Selection } from './types';

const column = (id: string, more: Partial<GridColumn<object>> = {}): GridColumn<object> => ({
  id,
  label: id,
  width: 100,
  render: () => id,
  text: () => id,
  ...more,
});

describe('selection', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });
  const start = fc.boolean().map((all): Selection => (all ? allOf('set') : NO_SELECTION));
  const chosen = fc.tuple(start, ids).map(([from, each]) => each.reduce((before, id) => toggle(before, id) ?? before, from));

  test('choosing twice is not choosing, whether by one or out of all', () => {
    fc.assert(fc.property(chosen, fc.string(), (before, id) => {
      const once = toggle(before, id);
      expect(isSelected(once ?? before, id)).toBe(!isSelected(before, id));
      expect(toggle(once ?? before, id)).toEqual(before);
    }));
  });

  test('a range adds to what was there and loses nothing', () => {
    fc.assert(fc.property(chosen, ids, ids, (before, range, others) => {
      const after = withRange(before, range) ?? NO_SELECTION;
      for (const id of range) expect(isSelected(after, id)).toBe(true);
      for (const id of others) if (isSelected(before, id)) expect(isSelected(after, id)).toBe(true);
    }));
  });

  test('what was not chosen is chosen by inverting, and the other way round', () => {
    fc.assert(fc.property(chosen, fc.string(), (before, id) => {
      const other = inverted(before, 'set') ?? before;
      expect(isSelected(other, id)).toBe(!isSelected(before, id));
    }));
  });

  test('the count is what is chosen of the total', () => {
    expect(countOf(allOf('set'), 12)).toBe(12);
    expect(countOf(toggle(allOf('set'), 'a') ?? NO_SELECTION, 12)).toBe(11);
    expect(countOf(withRange(NO_SELECTION, ['a', 'b']) ?? NO_SELECTION, 12)).toBe(2);
  });

  test('at its limits it refuses instead of leaving something out in silence', () => {
    const many = Array.from({ length: MAX_SELECTED }, (_, place) => String(place));
    const full = withRange(NO_SELECTION, many) ?? NO_SELECTION;
    expect(idsOf(full).size).toBe(MAX_SELECTED);
    expect(toggle(full, 'one more')).toBeNull();
    expect(withRange(full, ['one more'])).toBeNull();
    expect(inverted(full, 'set')).toBeNull();
    const except = many.slice(0, MAX_EXCLUDED).reduce<Selection>((before, id) => toggle(before, id) ?? before, allOf('set'));
    expect(toggle(except, 'one more')).toBeNull();
  });

  test('the header box knows all, some and none', () => {
    expect(checkedState(NO_SELECTION, 3)).toBe('none');
    expect(checkedState(withRange(NO_SELECTION, ['a']) ?? NO_SELECTION, 3)).toBe('some');
    expect(checkedState(allOf('set'), 3)).toBe('all');
    expect(checkedState(toggle(allOf('set'), 'a') ?? NO_SELECTION, 3)).toBe('some');
  });
});

describe('sort', () => {
  test('text and keys are two renderings of one order', () => {
    expect(printSort(parseSort('-updated,name'))).toBe('-updated,name');
    expect(parseSort(null)).toEqual([]);
  });

  test('a header goes from ascending to descending to none', () => {
    const once = cycleSort([], 'name', false);
    const twice = cycleSort(once, 'name', false);
    expect(printSort(once)).toBe('name');
    expect(printSort(twice)).toBe('-name');
    expect(cycleSort(twice, 'name', false)).toEqual([]);
  });

  test('with Shift a second key joins and the first stays', () => {
    const two = cycleSort(parseSort('name'), 'tag', true);
    expect(printSort(two)).toBe('name,tag');
    expect(printSort(cycleSort(two, 'name', true))).toBe('-name,tag');
  });
});

describe('copying', () => {
  test('nothing that a spreadsheet could run leaves the grid', () => {
    expect(safeCell('=cmd|calc!A1')).toBe("'=cmd|calc!A1");
    expect(safeCell('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(safeCell('-12.5')).toBe('-12.5');
    expect(safeCell('two\nlines\tand a tab')).toBe('two lines and a tab');
  });

  test('one line a row, one tab a cell, whatever the cells hold', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
      const lines = toTsv(rows).split('\r\n');
      expect(lines).toHaveLength(rows.length);
      for (const line of lines) expect(line.split('\t')).toHaveLength(2);
    }));
  });
});

describe('columns', () => {
  const columns = [column('tag', { pin: 'left', canHide: false }), column('name'), column('serial', { defaultVisible: false })];

  test('a stored layout keeps its order, drops what is gone and gains what is new', () => {
    const states = mergeColumns(columns, [
      { id: 'name', width: 200, visible: true },
      { id: 'gone', width: 90, visible: true },
      { id: 'tag', width: 90, visible: false },
    ]);
    expect(states.map((state) => state.id)).toEqual(['name', 'tag', 'serial']);
    expect(states[1]?.visible).toBe(true);
    expect(states[2]?.visible).toBe(false);
  });

  test('a column can be pinned to either side, and let go again', () => {
    const states = mergeColumns(columns, []);
    const right = layColumns(columns, withPin(states, 'tag', 'right'), 0);
    expect(right.laid.map((item) => item.column.id)).toEqual(['name', 'tag']);
    expect([right.pinnedWidth, right.pinnedRight]).toEqual([0, 100]);
    expect(layColumns(columns, withPin(states, 'tag', null), 0).laid[0]?.pin).toBeNull();
  });

  test('a column is placed among the others, and order, sides and choice decide whether two layouts are alike', () => {
    const states = mergeColumns(columns, []);
    expect(placeColumn(states, 'serial', 0).map((state) => state.id)).toEqual(['serial', 'tag', 'name']);
    expect(placeColumn(states, 'tag', 2).map((state) => state.id)).toEqual(['name', 'serial', 'tag']);
    expect(sameColumns(columns, states, withWidth(states, 'name', 300))).toBe(true);
    expect(sameColumns(columns, states, withPin(states, 'name', 'left'))).toBe(false);
    expect(sameColumns(columns, states, withVisibility(states, 'name', false))).toBe(false);
  });

  test('pinned columns come first and the rest follow edge to edge', () => {
    const { laid, pinnedWidth, totalWidth } = layColumns(columns, mergeColumns(columns, [{ id: 'name', width: 200, visible: true }]), 36);
    expect(laid.map((item) => [item.column.id, item.left])).toEqual([
      ['tag', 36],
      ['name', 136],
    ]);
    expect(pinnedWidth).toBe(136);
    expect(totalWidth).toBe(336);
  });

  test('only columns in view are drawn, pinned ones always', () => {
    const many = [column('tag', { pin: 'left' }), ...Array.from({ length: 40 }, (_, place) => column(`c${String(place)}`))];
    const { laid } = layColumns(many, mergeColumns(many, []), 0);
    const drawn = columnsInView(laid, 2_000, 400).map((item) => item.column.id);
    expect(drawn).toContain('tag');
    expect(drawn).toContain('c20');
    expect(drawn).not.toContain('c1');
    expect(drawn.length).toBeLessThan(10);
  });

  test('moving, hiding and resizing change one column only', () => {
    const states = mergeColumns(columns, []);
    expect(moveColumn(states, 'name', -1).map((state) => state.id)).toEqual(['name', 'tag', 'serial']);
    expect(moveColumn(states, 'tag', -1)).toEqual(states);
    expect(withVisibility(states, 'name', false)[1]?.visible).toBe(false);
    expect(withWidth(states, 'name', 10)[1]?.width).toBe(clampWidth(10));
  });
});

describe('places of rows', () => {
  test('a row that stays keeps its place, so the focus in it does too', () => {
    const slots = new RowSlots();
    expect(slots.place([0, 1, 2])).toEqual([0, 1, 2]);
    expect(slots.place([1, 2, 3])).toEqual([1, 2, 0]);
    expect(slots.place([500, 501, 502, 2])).toEqual([1, 0, 3, 2]);
  });

  test('a fling makes no new places, and asking again changes nothing', () => {
    const slots = new RowSlots();
    const screenful = (from: number): number[] => Array.from({ length: 40 }, (_, row) => from + row);
    for (let from = 0; from < 100_000; from += 47) expect(slots.place(screenful(from))).toEqual(screenful(0));
    expect(slots.place(screenful(7))).toEqual(slots.place(screenful(7)));
  });
});

describe('keys', () => {
  const around = { rows: 1_000_000, columns: ['$select', 'tag', 'name'], page: 20 };
  const press = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });
  const at = { row: 5, column: 'tag' };

  test.each([
    ['ArrowDown', {}, { row: 6, column: 'tag' }],
    ['ArrowUp', {}, { row: 4, column: 'tag' }],
    ['ArrowRight', {}, { row: 5, column: 'name' }],
    ['ArrowLeft', {}, { row: 5, column: '$select' }],
    ['PageDown', {}, { row: 25, column: 'tag' }],
    ['PageUp', {}, { row: 0, column: 'tag' }],
    ['Home', {}, { row: 5, column: '$select' }],
    ['End', {}, { row: 5, column: 'name' }],
    ['Home', { ctrlKey: true }, { row: 0, column: '$select' }],
    ['End', { ctrlKey: true }, { row: 999_999, column: 'name' }],
  ])('%s leads where the grid pattern says', (key, more, expected) => {
    expect(moveTo(at, press(key, more), around)).toEqual(expected);
  });

  test('the first row leads up to the header, and other keys move nothing', () => {
    expect(moveTo({ row: 0, column: 'tag' }, press('ArrowUp'), around)).toEqual({ row: -1, column: 'tag' });
    expect(moveTo(at, press('a'), around)).toBeNull();
    expect(moveTo(at, press('ArrowDown', { altKey: true }), around)).toBeNull();
  });
});
