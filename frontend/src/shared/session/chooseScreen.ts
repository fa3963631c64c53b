import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { FlagKey } from './flags';
import { tenantContextQuery, useTenant } from './tenant';

/** Goes to a new screen or back to the classic one, for oneself; the console knows at once. */
export function useChooseScreen(key: FlagKey) {
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (isOn: boolean | null) => unwrap(api.PUT('/me/flags/{key}', { params: { path: { key } }, body: { is_on: isOn } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tenantContextQuery(slug).queryKey }),
  });
}
