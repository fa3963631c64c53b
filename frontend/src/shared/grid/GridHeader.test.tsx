import { act, fireEvent } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderPart } from '@/testing/render';
import { layColumns, mergeColumns } from './columns';
import { GridHeader } from './GridHeader';
import type { GridColumn } from './types';

const column: GridColumn<object> = { id: 'name', label: 'Name', width: 200, render: () => '', text: () => '' };
const nextFrame = () => act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));

test('S3.4 a fast mouse resizes a column once a frame, to where it came last', async () => {
  const onResize = vi.fn();
  const { container } = renderPart(
    <GridHeader
      columns={layColumns([column], mergeColumns([column], []), 0).laid}
      totalWidth={200}
      sort={[]}
      activeColumn={null}
      selectable={false}
      checked="none"
      selectMenu={null}
      selectLabel=""
      actionsAt={0}
      onSort={vi.fn()}
      onResize={onResize}
      onToggleAll={vi.fn()}
    />,
  );
  const handle = container.querySelector('[data-col-id="name"] > [aria-hidden]');
  if (!(handle instanceof HTMLElement)) throw new Error('There is nothing to drag.');
  handle.setPointerCapture = () => undefined;
  fireEvent.pointerDown(handle, { pointerId: 1, clientX: 200 });
  for (let step = 1; step <= 40; step += 1) fireEvent.pointerMove(handle, { pointerId: 1, clientX: 200 + step });
  expect(onResize).not.toHaveBeenCalled();
  await nextFrame();
  expect(onResize.mock.calls).toEqual([['name', 240]]);
  fireEvent.pointerMove(handle, { pointerId: 1, clientX: 260 });
  fireEvent.pointerUp(handle, { pointerId: 1 });
  await nextFrame();
  fireEvent.pointerMove(handle, { pointerId: 1, clientX: 300 });
  await nextFrame();
  expect(onResize.mock.calls).toEqual([['name', 240], ['name', 260]]);
});
