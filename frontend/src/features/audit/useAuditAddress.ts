import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useTenant } from '@/shared/session/tenant';
import type { AuditScope } from './api/auditQueries';

const NAMES = ['actor', 'object', 'change_set', 'job', 'origin', 'field', 'from', 'to'] as const;
const OPERATIONS = ['insert', 'update', 'delete'] as const;
export type AuditPart = (typeof NAMES)[number] | 'operation' | 'open';

export interface AuditAddress {
  scope: AuditScope;
  /** What narrows the log besides the client of the header. */
  narrowed: readonly AuditPart[];
  open: string | null;
  set: (parts: Partial<Record<AuditPart, string | null>>) => void;
  clear: () => void;
}

/** What is shown and what is open stands in the address: other pages lead to the part of the log they mean. */
export function useAuditAddress(): AuditAddress {
  const { clientQuery } = useTenant();
  const [params, setParams] = useSearchParams();
  const text = params.toString();
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
    open: params.get('open'),
    set: (parts) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(parts)) {
          if (value === null || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
    clear: () => setParams({}),
  };
}
