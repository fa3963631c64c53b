import type { ReactNode, Ref } from 'react';

interface ScrollRegionProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

/** What scrolls by itself must be reachable for the keyboard, and say what it is. */
export function ScrollRegion({ label, className, children, ref }: ScrollRegionProps) {
  return (
    <div ref={ref} className={className} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
