import { lazy, Suspense } from 'react';
import type { AssetAddress } from '../useAssetAddress';

const PastList = lazy(async () => ({ default: (await import('./PastList')).PastList }));

interface PastStripProps {
  address: AssetAddress;
  asking: boolean;
  onAsk: (asking: boolean) => void;
}

/** Stands above a list of the past, and asks for a moment; until then nothing of it is loaded. */
export function PastStrip({ address, asking, onAsk }: PastStripProps) {
  if (address.asOf === null && !asking) return null;
  return (
    <Suspense fallback={null}>
      <PastList at={address.asOf} asking={asking} onAsk={onAsk} onShow={address.setAsOf} />
    </Suspense>
  );
}
