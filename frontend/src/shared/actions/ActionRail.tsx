import { Button, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useT } from '@/shared/i18n/i18n';
import { IconBolt } from '@/shared/ui/icons';
import classes from './ActionRail.module.css';
import { useRegistered, type Action } from './registry';

const onRail = (actions: readonly Action[]): Action[] =>
  actions.filter((action) => action.rail !== undefined).sort((a, b) => (a.rail ?? 0) - (b.rail ?? 0));

/** What can be done in this module, beside its list. The order never changes; what can't be done now says why. */
export function ActionRail() {
  const t = useT();
  const { actions } = useRegistered();
  const labelled = useMediaQuery('(min-width: 1440px)', true, { getInitialValueInEffect: false });
  const items = onRail(actions);
  if (items.length === 0) return null;
  return (
    <div role="toolbar" aria-label={t('actions.rail')} aria-orientation="vertical" className={classes['rail']} data-labelled={labelled || undefined} data-region="rail">
      {items.map((action) => (
        <RailItem key={action.id} action={action} labelled={labelled} />
      ))}
    </div>
  );
}

function RailItem({ action, labelled }: { action: Action; labelled: boolean }) {
  const { label, short = label, icon, blocked, choices, perform } = action;
  const button = (
    <UnstyledButton
      className={classes['item'] ?? ''}
      aria-label={label}
      aria-disabled={blocked !== undefined || undefined}
      aria-haspopup={choices === undefined ? undefined : 'menu'}
      onClick={() => {
        if (blocked === undefined && choices === undefined) perform();
      }}
    >
      {icon}
      {labelled && <span className={classes['word']}>{short}</span>}
    </UnstyledButton>
  );
  const explained = (
    <Tooltip label={blocked === undefined ? label : `${label}. ${blocked}`} position="right" disabled={labelled && blocked === undefined}>
      {button}
    </Tooltip>
  );
  if (choices === undefined || blocked !== undefined) return explained;
  return (
    <Menu position="right-start" width={200}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item key={choice.id} onClick={choice.perform}>
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The rail where there is no room for one. */
export function ActionMenu() {
  const t = useT();
  const { actions } = useRegistered();
  const items = onRail(actions);
  if (items.length === 0) return null;
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBolt size={16} aria-hidden />}>
          {t('common.actions')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((action) =>
          action.choices === undefined ? (
            <Menu.Item key={action.id} leftSection={action.icon} disabled={action.blocked !== undefined} onClick={action.perform}>
              {action.label}
              {action.blocked !== undefined && <span className={classes['why']}>{action.blocked}</span>}
            </Menu.Item>
          ) : (
            action.choices.map((choice) => (
              <Menu.Item key={`${action.id}.${choice.id}`} leftSection={action.icon} disabled={action.blocked !== undefined} onClick={choice.perform}>
                {action.label}: {choice.label}
              </Menu.Item>
            ))
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
