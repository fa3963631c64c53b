import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ViewList } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';
import { useListAddress, type ListAddress } from './useListAddress';
import { NO_VIEWS, viewsQuery } from './viewQueries';

interface WithViewsProps {
  module: string;
  /** The parts of the address that narrow this list; defined outside the component. */
  names: readonly string[];
  /** Until the views are known: which of them opens first decides what is asked for. */
  wait: ReactNode;
  children: (list: ListAddress) => ReactNode;
}

/** A list looked at through saved views. Without them, when they can't be read, it is the list as it was built. */
export function WithViews({ module, names, wait, children }: WithViewsProps) {
  const { slug, client, clientSegment, can } = useTenant();
  const reads = can('assets:read');
  const views = useQuery({ ...viewsQuery(slug, module, client?.id), enabled: reads });
  if (reads && views.isPending) return wait;
  return (
    <Viewed key={`${slug}/${clientSegment}`} module={module} names={names} views={views.data ?? NO_VIEWS}>
      {children}
    </Viewed>
  );
}

function Viewed({ module, names, views, children }: Omit<WithViewsProps, 'wait'> & { views: ViewList }) {
  return children(useListAddress(module, names, views));
}
