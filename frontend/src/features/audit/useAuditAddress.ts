import { useMemo } from 'react';
import { useTenant } from '@/shared/session/tenant';
import type { ListAddress } from '@/shared/views/useListAddress';
import type { AuditScope } from './api/auditQueries';

const NAMES = ['actor', 'object', 'change_set', 'job', 'origin', 'kind', 'field', 'from', 'to'] as const;
const OPERATIONS = ['insert', 'update', 'delete'] as const;
export const AUDIT_PARTS = [...NAMES, 'operation'] as const;
export type AuditPart = (typeof NAMES)[number] | 'operation' | 'open';

export interface AuditAddress {
  scope: AuditScope;
  /** What narrows the log besides the client of the header. */
  narrowed: readonly AuditPart[];
  open: string | null;
  set: (parts: Readonly<Partial<Record<AuditPart, string | null>>>) => void;
  clear: () => void;
}

/** What is shown and what is open stands in the address: other pages lead to the part of the log they mean. */
export function useAuditAddress(list: ListAddress): AuditAddress {
  const { clientQuery } = useTenant();
  const text = list.content;
  const { scope, narrowed } = useMemo(() => {
    const given = new URLSearchParams(text);
    const operation = OPERATIONS.find((each) => each === given.get('operation'));
    const named = NAMES.flatMap((name) => {
      const value = given.get(name);
      return value === null || value === '' ? [] : [[name, value] as const];
    });
    const found: AuditScope = { ...clientQuery, ...Object.fromEntries(named), ...(operation === undefined ? {} : { operation }) };
    return { scope: found, narrowed: [...named.map(([name]) => name), ...(operation === undefined ? [] : (['operation'] as const))] };
  }, [text, clientQuery]);
  return {
    scope,
    narrowed,
    open: list.get('open'),
    set: list.set,
    clear: list.clear,
  };
}
