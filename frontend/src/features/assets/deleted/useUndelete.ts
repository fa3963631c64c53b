import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeletedAsset } from '@/shared/api/types';
import type { Selection } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { announceChanges } from '@/shared/undo/recordChanges';
import { useUndo } from '@/shared/undo/UndoProvider';
import { restoreDeleted, type DeletedScope } from './deletedApi';

export interface Undeleting {
  scope: DeletedScope;
  selection: Selection;
  /** Named in what is told, when it is one. */
  only?: DeletedAsset;
}

/** Restores, tells what came of it and offers the way back; a large one goes on as a job. */
export function useUndelete(onDone: () => void) {
  const t = useT();
  const undo = useUndo();
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  const settle = (): void => {
    announceChanges();
    void queryClient.invalidateQueries({ queryKey: ['tenant', slug, 'deleted-assets'] });
    onDone();
  };
  return useMutation({
    mutationFn: ({ scope, selection }: Undeleting) => restoreDeleted(scope, selection),
    onSuccess: (done, { only }) => {
      const { job_id: job, change_set_id: changeSet, restored, failed, problems } = done;
      if (job !== null) {
        notifications.show({ message: t('deleted.running', { count: formatNumber(done.total) }) });
        undo.follow(job, (ended) => {
          undo.offer(ended.message ?? '', ended.change_set_id === null ? null : { changeSet: ended.change_set_id, what: ended.title });
          settle();
        });
      } else if (changeSet !== null) {
        const told = only === undefined ? t('deleted.restored', { count: restored }) : t('deleted.restoredName', { name: only.name || only.tag });
        undo.offer(told, { changeSet, what: t('deleted.what', { count: restored }) });
      } else if (failed === 0) notifications.show({ message: t('deleted.nothing') });
      if (failed > 0) {
        notifications.show({ color: 'yellow', autoClose: false, message: t('deleted.notRestored', { count: failed, why: problems[0]?.message ?? '' }) });
      }
      settle();
    },
  });
}
