import type { ReactNode } from 'react';
import { Button, Popover } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertTriangle } from '@/shared/ui/icons';
import classes from './Cells.module.css';

/** Somebody was faster: both values, and whose counts. */
export function CellConflict({ theirs, onKeepMine, onTakeTheirs }: { theirs: string; onKeepMine: (() => void) | null; onTakeTheirs: () => void }) {
  const t = useT();
  return (
    <CellPanel message={t('conflict.changed', { value: theirs === '' ? t('filter.nothing') : theirs })}>
      {onKeepMine !== null && (
        <Button size="compact-sm" onClick={onKeepMine}>
          {t('conflict.keepMine')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={onTakeTheirs}>
        {t('conflict.takeTheirs')}
      </Button>
    </CellPanel>
  );
}

/** The old value is back; what was typed is not lost. */
export function CellFailure(props: { field: string; message: string; onEdit: () => void; onDismiss: () => void }) {
  const t = useT();
  return (
    <CellPanel message={t('grid.notSaved', { field: props.field, message: props.message })}>
      <Button size="compact-sm" onClick={props.onEdit}>
        {t('grid.editAgain')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={props.onDismiss}>
        {t('common.dismiss')}
      </Button>
    </CellPanel>
  );
}

function CellPanel({ message, children }: { message: string; children: ReactNode }) {
  return (
    <Popover opened position="bottom-start" width={300} withArrow trapFocus={false}>
      <Popover.Target>
        <span className={classes['mark']}>
          <IconAlertTriangle size={14} aria-hidden />
        </span>
      </Popover.Target>
      {/* Drawn elsewhere, but its keys and clicks would reach the row. */}
      <Popover.Dropdown
        role="alert"
        data-region="cell"
        className={classes['panel'] ?? ''}
        onKeyDown={(event) => event.stopPropagation()}
        onClick={(event) => event.stopPropagation()}
      >
        <p className={classes['message']}>{message}</p>
        <div className={classes['buttons']}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
