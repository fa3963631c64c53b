import { expect, test, vi } from 'vitest';
import { BlockStore } from './BlockStore';
import type { RowSource } from './types';

interface Row {
  id: string;
}
const rowsFrom = (start: number, count: number, total: number): Row[] =>
  Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, place) => ({ id: String(start + place) }));

function store(total: number, more: Partial<RowSource<Row>> = {}) {
  const asked: number[] = [];
  const made = new BlockStore<Row>({
    key: 'k',
    window: (start, count) => {
      asked.push(start);
      return Promise.resolve({ rows: rowsFrom(start, count, total), total: { value: total, relation: 'eq' as const } });
    },
    ...more,
  });
  return { made, asked };
}
const settled = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 2_000 });

test('asks for the blocks in view and for no others', async () => {
  const { made, asked } = store(1_000_000);
  made.ensure(0, 30);
  await settled(() => expect(made.row(0)?.id).toBe('0'));
  made.ensure(730_050, 730_120);
  await settled(() => expect(made.row(730_120)?.id).toBe('730120'));
  expect(asked).toEqual([0, 730_000, 730_100]);
});

test('begins where the window is, and at the top when there is none', async () => {
  const { made, asked } = store(1_000_000);
  made.ensure(730_050, 730_060);
  made.begin();
  await settled(() => expect(made.row(730_050)?.id).toBe('730050'));
  made.refresh();
  await settled(() => expect(asked).toEqual([730_000, 730_000]));

  const fresh = store(1_000_000);
  fresh.made.begin();
  await settled(() => expect(fresh.made.row(0)?.id).toBe('0'));
});

test('forgets the oldest of many blocks, and never the first', async () => {
  const { made } = store(1_000_000);
  for (let number = 0; number <= 70; number += 1) await made.rowAt(number * 100);
  expect(made.row(0)?.id).toBe('0');
  expect(made.row(100)).toBeUndefined();
  expect(made.row(7_000)?.id).toBe('7000');
});

test('gives up on a block that left the window', async () => {
  const aborted: number[] = [];
  const { made } = store(10_000, {
    window: (start, count, signal) =>
      start === 0
        ? Promise.resolve({ rows: rowsFrom(0, count, 10_000), total: { value: 10_000, relation: 'eq' } })
        : new Promise((resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted.push(start);
              reject(new DOMException('left', 'AbortError'));
            });
            if (start === 9_000) resolve({ rows: rowsFrom(9_000, count, 10_000), total: { value: 10_000, relation: 'eq' } });
          }),
  });
  made.ensure(0, 0);
  await settled(() => expect(made.hasRows).toBe(true));
  made.ensure(5_000, 5_010);
  await settled(() => expect(made.busy).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 80));
  made.ensure(9_000, 9_010);
  await settled(() => expect(made.row(9_000)?.id).toBe('9000'));
  expect(aborted).toEqual([5_000]);
});

test('one failed block is retried alone and the others stay', async () => {
  let broken = true;
  const { made } = store(500, {
    window: (start, count) =>
      start === 100 && broken
        ? Promise.reject(new Error('down'))
        : Promise.resolve({ rows: rowsFrom(start, count, 500), total: { value: 500, relation: 'eq' } }),
  });
  made.ensure(0, 0);
  await settled(() => expect(made.hasRows).toBe(true));
  made.ensure(90, 130);
  await settled(() => expect(made.failed(120)).toBe(true));
  expect(made.row(95)?.id).toBe('95');
  broken = false;
  made.retry(120);
  await settled(() => expect(made.row(120)?.id).toBe('120'));
});

test('a lower bound is replaced by the exact count', async () => {
  const { made } = store(12_481, {
    window: (start, count) => Promise.resolve({ rows: rowsFrom(start, count, 12_481), total: { value: 10_001, relation: 'gte' } }),
    count: () => Promise.resolve(12_481),
  });
  made.ensure(0, 0);
  await settled(() => expect(made.total).toEqual({ value: 12_481, relation: 'eq' }));
});

test('an order without an index reaches only what was loaded', async () => {
  const { made } = store(5_000, {
    window: (start, count) => Promise.resolve({ rows: rowsFrom(start, count, 5_000), total: { value: 5_000, relation: 'eq' }, jump: false }),
  });
  made.ensure(0, 0);
  await settled(() => expect(made.hasRows).toBe(true));
  expect(made.reachable).toBe(200);
});

test('walks beyond the window, names a range never seen, and patches in place', async () => {
  const { made } = store(450);
  made.ensure(0, 0);
  await settled(() => expect(made.hasRows).toBe(true));
  expect((await made.rowAt(333))?.id).toBe('333');
  expect(await made.rowAt(450)).toBeNull();
  expect(await made.idsBetween(402, 398)).toEqual(['398', '399', '400', '401', '402']);
  made.patch('3', (row) => ({ ...row, id: 'three' }));
  expect(made.row(3)?.id).toBe('three');
  expect(made.indexOf('333')).toBe(333);
});

test('says when nothing at all could be read', async () => {
  const { made } = store(1, { window: () => Promise.reject(new Error('no')) });
  made.ensure(0, 0);
  await settled(() => expect(made.failure).toBeInstanceOf(Error));
});

test('a row somebody waits for is not given up when its block leaves the window', async () => {
  const answers: (() => void)[] = [];
  const { made } = store(10_000, {
    window: (start, count, signal) => {
      const answer = { rows: rowsFrom(start, count, 10_000), total: { value: 10_000, relation: 'eq' as const } };
      if (start !== 100) return Promise.resolve(answer);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('left', 'AbortError')));
        answers.push(() => resolve(answer));
      });
    },
  });
  made.ensure(0, 0);
  await settled(() => expect(made.hasRows).toBe(true));
  const first = made.rowAt(100);
  const second = made.rowAt(101);
  made.ensure(500, 510);
  await settled(() => expect(made.row(500)?.id).toBe('500'));
  for (const answer of answers) answer();
  expect([await first, await second]).toEqual([{ id: '100' }, { id: '101' }]);
  expect(answers).toHaveLength(1);
});
