import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { ClientSummary, TenantContext } from '@/shared/api/types';

export const tenantContextQuery = (slug: string) =>
  queryOptions({
    queryKey: ['tenant', slug, 'context'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/me/context', { signal, headers: { 'Quarterdeck-Tenant': slug } })),
    staleTime: 60_000,
  });

export interface TenantScope {
  slug: string;
  context: TenantContext;
  /** The client narrowed to; null means every client this person may see. */
  client: ClientSummary | null;
  /** Path segment of the client scope. */
  clientSegment: string;
  can: (permission: string) => boolean;
  /** A path inside this tenant and client scope. */
  to: (path: string) => string;
  /** What lists send to stay inside the scope. */
  clientQuery: { client?: string };
}

const Scope = createContext<TenantScope | null>(null);

interface TenantScopeProviderProps {
  context: TenantContext;
  clientSegment: string;
  children: ReactNode;
}

export function TenantScopeProvider({ context, clientSegment, children }: TenantScopeProviderProps) {
  const scope = useMemo<TenantScope>(() => {
    const client = context.clients.find((item) => item.slug === clientSegment) ?? null;
    const permissions = new Set(context.permissions);
    return {
      slug: context.tenant.slug,
      context,
      client,
      clientSegment,
      can: (permission) => permissions.has(permission),
      to: (path) => `/t/${context.tenant.slug}/${clientSegment}${path}`,
      clientQuery: client === null ? {} : { client: client.id },
    };
  }, [context, clientSegment]);
  return <Scope value={scope}>{children}</Scope>;
}

export function useTenant(): TenantScope {
  const scope = useContext(Scope);
  if (scope === null) throw new Error('useTenant outside TenantScopeProvider');
  return scope;
}
