import { expect, test } from 'vitest';
import { listSource } from './listSource';
import { sortedSource } from './sortedSource';
import type { GridColumn } from './types';

interface Row {
  id: string;
  name: string;
  assets: number;
}

const ROWS: readonly Row[] = [
  { id: '1', name: 'Zoë', assets: 9 },
  { id: '2', name: '', assets: 10 },
  { id: '3', name: 'room 10', assets: 9 },
  { id: '4', name: 'Room 2', assets: 1_000 },
];
const COLUMNS: GridColumn<Row>[] = [
  { id: 'name', label: 'Name', width: 100, sortable: true, render: (row) => row.name, text: (row) => row.name },
  { id: 'assets', label: 'Assets', width: 100, sortable: true, render: (row) => row.assets, text: (row) => row.assets.toLocaleString('en'), sortValue: (row) => row.assets },
  { id: 'fixed', label: 'Fixed', width: 100, render: () => '', text: () => '' },
];

/** Two rows a page, so that sorting has to read on. */
const paged = () =>
  listSource<Row>('rows', (cursor = '0') => {
    const start = Number(cursor);
    return Promise.resolve({ items: [...ROWS.slice(start, start + 2)], next_cursor: start + 2 < ROWS.length ? String(start + 2) : null });
  });

const order = async (text: string): Promise<string> => {
  const sort = text.split(',').map((part) => ({ field: part.replace('-', ''), descending: part.startsWith('-') }));
  const { rows } = await sortedSource(paged(), COLUMNS, sort).window(0, 100, new AbortController().signal);
  return rows.map((row) => row.id).join('');
};

test.each([
  ['name', '4312', 'by words and numbers, what has none last'],
  ['-name', '1342', 'backwards, what has none still last'],
  ['assets,name', '3124', 'numbers as numbers, then the second key'],
  ['-assets,-name', '4213', 'each key its own way'],
])('%s gives %s: %s', async (sort, expected) => {
  expect(await order(sort)).toBe(expected);
});

test('an order by a column that has none is no order', () => {
  const source = paged();
  expect(sortedSource(source, COLUMNS, [{ field: 'fixed', descending: false }])).toBe(source);
  expect(sortedSource(source, COLUMNS, [{ field: 'gone', descending: false }])).toBe(source);
});
