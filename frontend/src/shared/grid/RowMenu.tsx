import { useId } from 'react';
import { Menu } from '@mantine/core';
import type { Action } from '@/shared/actions/registry';
import { Keys } from '@/shared/actions/Keys';
import { useT } from '@/shared/i18n/i18n';
import classes from './RowMenu.module.css';

export interface RowMenuProps {
  /** What the actions are done to: a row, or the selection it belongs to. */
  title: string;
  actions: readonly Action[];
  /** Where it opens, in the window. */
  at: { x: number; y: number };
  onClose: () => void;
}

/** What can be done with one row, where it stands. */
export function RowMenu({ title, actions, at, onClose }: RowMenuProps) {
  const t = useT();
  const nameId = useId();
  const firstGrave = actions.findIndex((action) => action.danger === true);
  return (
    <Menu opened onChange={onClose} position="bottom-start" width={250} returnFocus={false} hideDetached={false} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <span className={classes['anchor']} style={{ left: at.x, top: at.y }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown aria-labelledby={nameId} onContextMenu={(event) => event.preventDefault()}>
        <Menu.Label>
          <bdi className={classes['title']}>{title}</bdi>
          <span id={nameId} hidden>
            {t('grid.rowActionsOf', { name: title })}
          </span>
        </Menu.Label>
        {actions.map((action, place) => (
          <RowMenuItem key={action.id} action={action} first={place === 0} parted={place === firstGrave && place > 0} onDone={onClose} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function RowMenuItem({ action, first, parted, onDone }: { action: Action; first: boolean; parted: boolean; onDone: () => void }) {
  const { label, icon, hotkey, blocked, danger, perform } = action;
  return (
    <>
      {parted && <Menu.Divider />}
      <Menu.Item
        data-autofocus={first || undefined}
        data-danger={danger || undefined}
        leftSection={icon}
        rightSection={hotkey === undefined ? null : <Keys hotkey={hotkey} />}
        aria-disabled={blocked !== undefined || undefined}
        data-blocked={blocked !== undefined || undefined}
        closeMenuOnClick={blocked === undefined}
        onClick={() => {
          if (blocked !== undefined) return;
          onDone();
          perform();
        }}
      >
        {label}
        {blocked !== undefined && <span className={classes['why']}>{blocked}</span>}
      </Menu.Item>
    </>
  );
}
