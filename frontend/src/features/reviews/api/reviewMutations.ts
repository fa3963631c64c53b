import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
import type { JsonBody, paths } from '@/shared/api/paths';
import type { ReviewItem } from '@/shared/api/types';
import { reviewKeys, type ReviewScope } from './reviewQueries';

type Decision = JsonBody<paths['/intake/reviews/{id}/decision']['put']>;
export type ReviewAction = Decision['action'];
export type FieldChoice = NonNullable<Decision['fields']>[string];
export type FieldChoices = Readonly<Record<string, FieldChoice>>;

export interface Decide {
  item: Pick<ReviewItem, 'id' | 'version'>;
  action: ReviewAction;
  assetId: string | null;
  fields: FieldChoices;
}

/** Deciding; each refreshes what is read of the queue, the counts and the navigation's badge. */
export function useReviewMutations(tenant: string) {
  const queryClient = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: reviewKeys.all(tenant) }),
      queryClient.invalidateQueries({ queryKey: ['tenant', tenant, 'assets'] }),
    ]);
  const one = useMutation({
    mutationFn: ({ item, action, assetId, fields }: Decide) =>
      unwrap(
        api.PUT('/intake/reviews/{id}/decision', {
          params: { path: { id: item.id }, header: { 'If-Match': etagOf(item.version) } },
          body: { action, fields, ...(assetId === null ? {} : { asset_id: assetId }) },
        }),
      ),
    onSettled,
  });
  const alike = useMutation({
    mutationFn: ({ id, action, scope }: { id: string; action: ReviewAction; scope: ReviewScope }) =>
      unwrap(
        api.POST('/intake/reviews/decisions', {
          body: {
            action,
            alike_to: id,
            ...(scope.client === undefined ? {} : { client_id: scope.client }),
            ...(scope.job === undefined ? {} : { job_id: scope.job }),
          },
        }),
      ),
    onSettled,
  });
  const chosen = useMutation({
    mutationFn: ({ ids, action }: { ids: string[]; action: ReviewAction }) => unwrap(api.POST('/intake/reviews/decisions', { body: { action, ids } })),
    onSettled,
  });
  const reopen = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/intake/reviews/{id}/reopen', { params: { path: { id } } })),
    onSettled,
  });
  return { one, alike, chosen, reopen };
}
