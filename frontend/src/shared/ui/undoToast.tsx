import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { translate } from '@/shared/i18n/i18n';
import classes from './UndoToast.module.css';

const SHOWN_MS = 10_000;

interface UndoToast {
  message: string;
  undo: () => void;
  /** The word on the button, where it is not "Undo". */
  label?: string;
}

/** Says what was done and offers the way back for a while; the same way stays where the thing itself is shown. */
export function showUndo({ message, undo, label = translate('common.undo') }: UndoToast): void {
  // Where it covers nothing that comes next: panes keep their buttons at the lower right, phones at the bottom.
  const narrow = globalThis.matchMedia('(max-width: 767px)').matches;
  const id = notifications.show({
    autoClose: SHOWN_MS,
    position: narrow ? 'top-center' : 'bottom-left',
    message: (
      <span className={classes['toast']}>
        <bdi>{message}</bdi>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {label}
        </Button>
      </span>
    ),
  });
}
