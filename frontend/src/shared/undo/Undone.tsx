import { Anchor, Button, Loader } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import type { ChangeSet } from '@/shared/api/types';
import { changing } from '@/shared/i18n/en/changing';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { POLL_MS, readUndo } from './undoApi';
import classes from './Undone.module.css';

addMessages(changing);

/** Who undid a change set, or is at it, with the way forth again; nothing while it stands. */
export function Undone({ set }: { set: ChangeSet }) {
  return set.undone_by === null ? null : <By set={set} by={set.undone_by} />;
}

function By({ set, by }: { set: ChangeSet; by: NonNullable<ChangeSet['undone_by']> }) {
  const t = useT();
  const { slug, can, to } = useTenant();
  const undo = useQuery(undoQuery(slug, by.undo_id)).data;
  const redo = useRedo(slug);
  if (set.state === 'redone') return null;
  if (set.state === 'undoing') {
    return (
      <span className={classes['line']}>
        <Loader size={16} aria-hidden />
        {t('standing.running', { done: undo?.counts.done ?? 0, total: undo?.counts.total ?? 0 })}
        {typeof undo?.job_id === 'string' && (
          <Anchor component={Link} to={to(`/jobs/${undo.job_id}`)} size="sm" underline="always">
            {t('undo.showJob')}
          </Anchor>
        )}
      </span>
    );
  }
  const forth = by.change_set_id;
  return (
    <>
      <span className={classes['line']}>
        <StatusBadge tone="outline">{set.state === 'undone' ? t('standing.isUndone') : t('standing.isPartly')}</StatusBadge>
        <span>
          {t('standing.undoneBy', { who: by.by })} <RelativeTime at={by.at} />
          {undo !== undefined && ` · ${t('standing.counts', { done: undo.counts.done ?? 0, left: (undo.counts.skipped ?? 0) + (undo.counts.failed ?? 0) })}`}
        </span>
        {forth !== null && can('assets:write') && (
          <Button size="compact-sm" variant="default" loading={redo.isPending} onClick={() => redo.mutate(forth)}>
            {t('standing.redo')}
          </Button>
        )}
      </span>
      {redo.isError && <ProblemAlert error={redo.error} />}
    </>
  );
}

const undoQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'undo', id] as const,
    queryFn: () => readUndo(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });

/** Takes the undo back: all that was undone stands again. */
function useRedo(tenant: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/change-sets/{id}/undo', { params: { path: { id } }, body: {} })),
    // Whatever is on screen may be among it.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tenant', tenant] }),
  });
}
