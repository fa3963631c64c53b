import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatDate } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconHistory } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { changeSetQuery, type Undoable } from '@/shared/undo/undoApi';
import { Undone } from '@/shared/undo/Undone';
import { useUndo } from '@/shared/undo/UndoProvider';
import classes from './Undo.module.css';

interface UndoStandingProps {
  of: Undoable;
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
      <Undone set={set} />
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
