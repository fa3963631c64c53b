import type { FlagOfPerson } from '@/shared/api/types';
import type { TenantScope } from './tenant';

export type FlagKey = 'module.attachments' | 'module.labels' | 'ui.quick_create';

const find = (flags: readonly FlagOfPerson[], key: FlagKey): FlagOfPerson | undefined => flags.find((flag) => flag.key === key);

/** Whether it is on for one client; what the server does not name is off. */
export function isOnFor({ context }: Pick<TenantScope, 'context'>, key: FlagKey, clientId: string): boolean {
  const flag = find(context.flags, key);
  return flag !== undefined && flag.exceptions.includes(clientId) !== flag.is_on;
}

/** Whether it is on where somebody looks: for the client, or for any of them. */
export function isOn(scope: Pick<TenantScope, 'context' | 'client'>, key: FlagKey): boolean {
  if (scope.client !== null) return isOnFor(scope, key, scope.client.id);
  const flag = find(scope.context.flags, key);
  if (flag === undefined) return false;
  return flag.is_on ? flag.exceptions.length < Math.max(scope.context.clients.length, 1) : flag.exceptions.length > 0;
}

export const mayChoose = ({ context }: Pick<TenantScope, 'context'>, key: FlagKey): boolean => find(context.flags, key)?.may_choose === true;
