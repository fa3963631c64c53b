import { useEffect, useImperativeHandle, useState, type Ref } from 'react';
import type { AssetRow } from '@/shared/api/types';
import { onDemand, whenQuiet } from '@/shared/ui/onDemand';
import type { AssetPaneHandle } from '../useOpenAsset';
import type { AssetDrawerProps } from './AssetDrawer';

/** The drawer brings every kind of input with it; the grid must not wait for them. */
const AssetDrawer = onDemand(async () => (await import('./AssetDrawer')).AssetDrawer);

interface AssetPaneProps extends Omit<AssetDrawerProps, 'id' | 'row' | 'peeked'> {
  /** What the address says is open. */
  open: string | null;
  ref: Ref<AssetPaneHandle>;
}

interface Early {
  row: AssetRow;
  index: number;
  /** What the address said before. */
  from: string | null;
}

/** The drawer, there the moment a row is pressed: the address follows it a little later, and draws much more again. */
export function AssetPane({ ref, open, walk, onClose, ...rest }: AssetPaneProps) {
  const [early, setEarly] = useState<Early | null>(null);
  const [row, setRow] = useState<AssetRow>();
  const [peeked, setPeeked] = useState<string | null>(null);
  useImperativeHandle(
    ref,
    () => ({
      show(next, index, peek = false) {
        setRow(next);
        setPeeked(peek ? next.id : null);
        if (next.id !== open) setEarly({ row: next, index, from: open });
      },
    }),
    [open],
  );
  useEffect(() => whenQuiet(AssetDrawer.preload), []);
  if (early !== null && open !== early.from) setEarly(null);
  const id = early?.row.id ?? open;
  if (id === null) return null;
  // Closed before the address has followed, it would never say what this waits for.
  const close = (): void => {
    setEarly(null);
    onClose();
  };
  return <AssetDrawer {...rest} onClose={close} id={id} row={row} peeked={peeked === id} walk={early === null ? walk : { ...walk, index: early.index }} />;
}
