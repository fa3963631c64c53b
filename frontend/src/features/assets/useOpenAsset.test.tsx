import { act, renderHook } from '@testing-library/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { BlockStore } from '@/shared/grid/BlockStore';
import { assetRow } from '@/testing/fixtures';
import type { AssetAddress } from './useAssetAddress';
import { useOpenAsset } from './useOpenAsset';

const TOTAL = 300;

/** Rows whose later blocks answer when told to. */
function heldRows() {
  const waiting: (() => void)[] = [];
  const store = new BlockStore({
    key: 'held',
    async window(start, count) {
      if (start > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const rows = Array.from({ length: Math.min(count, TOTAL - start) }, (_, place) => assetRow(start + place));
      return { rows, total: { value: TOTAL, relation: 'eq' as const } };
    },
  });
  return { store, answer: () => waiting.splice(0).forEach((resolve) => resolve()) };
}

/** The drawer's place, with an address that follows only when `follow` says so: as late as a busy machine draws it. */
async function opened() {
  const { store, answer } = heldRows();
  store.ensure(0, 0);
  await act(async () => store.rowAt(0));
  const asked: (string | null)[] = [];
  const handle = { current: null };
  const client = new QueryClient();
  const initialProps: { open: string | null } = { open: null };
  const { result, rerender } = renderHook(
    ({ open }) => {
      const address: Pick<AssetAddress, 'open' | 'setOpen'> = { open, setOpen: (id) => asked.push(id) };
      return useOpenAsset(address, store, handle, handle);
    },
    {
      initialProps,
      wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
    },
  );
  const openRow = (index: number): void => {
    const row = store.row(index);
    if (row !== undefined) result.current.openRow(row, index);
  };
  return { result, asked, store, answer, openRow, follow: () => rerender({ open: asked.at(-1) ?? null }) };
}

test('S7.3 a step counts that comes before the address knows what is open', async () => {
  const { result, asked, openRow, follow } = await opened();
  openRow(0);
  result.current.next();
  result.current.next();
  expect(asked).toEqual(['a0', 'a1', 'a2']);
  follow();
  openRow(50);
  result.current.previous();
  expect(asked.slice(3)).toEqual(['a50', 'a49']);
});

test('S7.3 no step is lost while a block is on its way', async () => {
  const { result, asked, answer, openRow, follow } = await opened();
  openRow(98);
  follow();
  for (let step = 0; step < 5; step += 1) result.current.next();
  expect(asked).toEqual(['a98', 'a99']);
  await act(async () => {
    answer();
    await Promise.resolve();
  });
  expect(asked).toEqual(['a98', 'a99', 'a103']);
  follow();
  result.current.previous();
  expect(asked.at(-1)).toBe('a102');
});

test('S7.3 what was opened otherwise is where the next step begins', async () => {
  const { result, asked, openRow, follow } = await opened();
  openRow(3);
  result.current.next();
  follow();
  asked.push('a3');
  follow();
  result.current.next();
  expect(asked.at(-1)).toBe('a4');
  result.current.previous();
  result.current.previous();
  result.current.previous();
  result.current.previous();
  result.current.previous();
  expect(asked.at(-1)).toBe('a0');
});
