import { Anchor, Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatDate } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconHistory } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import type { Undoable } from '@/shared/undo/undoApi';
import { useUndo } from '@/shared/undo/UndoProvider';
import classes from './Undo.module.css';
import { changeSetQuery, undoQuery, useRedoImport, type ChangeSet } from '../../api/undoQueries';

interface UndoStandingProps {
  of: Required<Undoable>;
  /** On the button: "Undo this import". */
  label: string;
  /** The last day of the way back, where there is one. */
  until?: string;
}

/** Whether something still stands, with the way back from it, and the way forth again. */
export function UndoStanding({ of, label, until }: UndoStandingProps) {
  const t = useT();
  const { slug, can } = useTenant();
  const standing = useQuery(changeSetQuery(slug, of.changeSet));
  const undo = useUndo();
  if (standing.isError) return <ProblemAlert error={standing.error} onRetry={() => void standing.refetch()} />;
  if (standing.data === undefined) return null;
  const set = standing.data;
  const isOver = until !== undefined && new Date(until) < new Date();
  return (
    <div className={classes['standing']} role="status">
      {set.undone_by !== null && <Undone set={set} by={set.undone_by} />}
      {set.state !== 'undone' && set.state !== 'undoing' && can('assets:write') && (
        <>
          <Button variant="default" leftSection={<IconHistory size={16} aria-hidden />} disabled={!set.can_undo || isOver} onClick={() => undo.review(of)}>
            {label}
          </Button>
          <span className={classes['meta']}>
            {isOver ? t('importUndo.over') : !set.can_undo ? set.why_not : until === undefined ? null : t('importUndo.until', { date: formatDate(until) })}
          </span>
        </>
      )}
    </div>
  );
}

function Undone({ set, by }: { set: ChangeSet; by: NonNullable<ChangeSet['undone_by']> }) {
  const t = useT();
  const { slug, can, to } = useTenant();
  const undo = useQuery(undoQuery(slug, by.undo_id)).data;
  const redo = useRedoImport(slug);
  if (set.state === 'redone') return null;
  if (set.state === 'undoing') {
    return (
      <span className={classes['line']}>
        <Loader size={16} aria-hidden />
        {t('importUndo.running', { done: undo?.counts.done ?? 0, total: undo?.counts.total ?? 0 })}
        {typeof undo?.job_id === 'string' && (
          <Anchor component={Link} to={to(`/jobs/${undo.job_id}`)} size="sm" underline="always">
            {t('history.job')}
          </Anchor>
        )}
      </span>
    );
  }
  const forth = by.change_set_id;
  return (
    <>
      <span className={classes['line']}>
        <StatusBadge tone="outline">{set.state === 'undone' ? t('importUndo.isUndone') : t('importUndo.isPartly')}</StatusBadge>
        <span>
          {t('importUndo.undoneBy', { who: by.by })} <RelativeTime at={by.at} />
          {undo !== undefined && ` · ${t('importUndo.counts', { done: undo.counts.done ?? 0, left: (undo.counts.skipped ?? 0) + (undo.counts.failed ?? 0) })}`}
        </span>
        {forth !== null && can('assets:write') && (
          <Button size="compact-sm" variant="default" loading={redo.isPending} onClick={() => redo.mutate(forth)}>
            {t('importUndo.redo')}
          </Button>
        )}
      </span>
      {redo.isError && <ProblemAlert error={redo.error} />}
    </>
  );
}
