import { api, unwrap } from '@/shared/api/client';
import type { Member } from '@/shared/api/types';
import { listSource } from '@/shared/grid/listSource';
import type { RowSource } from '@/shared/grid/types';

export const MEMBER_STATES = ['active', 'invited', 'over', 'inactive'] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

export function stateOf({ is_active, is_pending, invitation_expires_at: until }: Member): MemberState {
  if (!is_active) return 'inactive';
  if (!is_pending) return 'active';
  return until === null || new Date(until) < new Date() ? 'over' : 'invited';
}

interface MemberScope {
  tenant: string;
  q: string;
  role: string | null;
  state: MemberState | null;
  /** Raised after a write, so the list is read again. */
  round: number;
}

/** The people of a tenant, found by name and address; role and state narrow what was read. */
export function memberSource({ tenant, q, role, state, round }: MemberScope): RowSource<Member> {
  const key = JSON.stringify(['members', tenant, q, role, state]);
  const belongs = (member: Member): boolean => (role === null || member.role === role) && (state === null || stateOf(member) === state);
  const list = listSource<Member>(`${key}:${String(round)}`, async (cursor, limit, signal) => {
    const query = { limit, ...(cursor ? { cursor } : {}), ...(q === '' ? {} : { q }) };
    const page = await unwrap(api.GET('/users', { params: { query }, signal }));
    return { ...page, items: page.items.filter(belongs) };
  });
  return { ...list, orderKey: key };
}
