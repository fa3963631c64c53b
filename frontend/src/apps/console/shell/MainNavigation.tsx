import { useId, type KeyboardEvent } from 'react';
import { FocusTrap, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Link, NavLink } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { usePreference } from '@/shared/session/preferences';
import { useTenant } from '@/shared/session/tenant';
import { IconChevronDown, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconPinned } from '@/shared/ui/icons';
import { NAVIGATION, type NavItem } from './navigation';
import type { NavigationState } from './useNavigationState';
import { useNavChildren } from './useNavChildren';
import classes from './Shell.module.css';

interface MainNavigationProps {
  state: NavigationState;
  overlay: boolean;
  onToggle: () => void;
  onClose: () => void;
}

export function MainNavigation({ state, overlay, onToggle, onClose }: MainNavigationProps) {
  const t = useT();
  const { can } = useTenant();
  useHotkeys(overlay ? [['Escape', onClose]] : []);
  if (state === 'hidden') return null;
  const items = NAVIGATION.filter((item) => item.permission === null || can(item.permission));
  return (
    <>
      {overlay && <UnstyledButton className={classes['scrim'] ?? ''} aria-label={t('common.close')} onClick={onClose} tabIndex={-1} />}
      <FocusTrap active={overlay}>
        <nav aria-label={t('nav.main')} className={classes['nav']} data-overlay={overlay || undefined} data-region="navigation">
          <ul className={classes['navList']}>
            {items.map((item) =>
              state === 'icons' ? (
                <IconItem key={item.path} item={item} />
              ) : (
                <OpenItem key={item.path} item={item} />
              ),
            )}
          </ul>
          {!overlay && (
            <UnstyledButton
              className={classes['navLink'] ?? ''}
              onClick={onToggle}
              aria-expanded={state === 'open'}
              aria-label={state === 'open' ? t('nav.collapse') : t('nav.expand')}
            >
              {state === 'open' ? (
                <IconLayoutSidebarLeftCollapse size={18} stroke={1.75} aria-hidden />
              ) : (
                <IconLayoutSidebarLeftExpand size={18} stroke={1.75} aria-hidden />
              )}
              {state === 'open' && <span>{t('nav.collapseShort')}</span>}
            </UnstyledButton>
          )}
        </nav>
      </FocusTrap>
    </>
  );
}

const readFolded = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((path): path is string => typeof path === 'string') : [];

function OpenItem({ item }: { item: NavItem }) {
  const t = useT();
  const inside = useNavChildren(item);
  const { to } = useTenant();
  const listId = useId();
  const [folded, setFolded] = usePreference('nav.folded', readFolded);
  const open = !folded.includes(item.path);
  const { icon: Icon, count: Count } = item;
  const childIsCurrent = open && inside.some((child) => child.current);
  return (
    <li>
      <div className={classes['navRow']}>
        <NavLink to={to(item.path)} className={classes['navLink'] ?? ''} aria-current={childIsCurrent ? 'true' : 'page'} data-parent={childIsCurrent || undefined}>
          <Icon size={18} stroke={1.75} aria-hidden />
          <span className={classes['navWord']}>{t(item.label)}</span>
          {Count !== undefined && <Count />}
        </NavLink>
        {inside.length > 0 && (
          <UnstyledButton
            className={classes['fold'] ?? ''}
            aria-expanded={open}
            aria-controls={listId}
            aria-label={t('nav.insideOf', { name: t(item.label) })}
            onClick={() => setFolded(open ? [...folded, item.path] : folded.filter((path) => path !== item.path))}
          >
            <IconChevronDown size={15} aria-hidden />
          </UnstyledButton>
        )}
      </div>
      {inside.length > 0 && open && (
        <ul id={listId} className={classes['inside']}>
          {inside.map((child, place) => (
            <li key={child.id} data-first-pin={(child.pinned && inside[place - 1]?.pinned === false) || undefined}>
              <Link to={child.to} className={classes['insideLink'] ?? ''} aria-current={child.current ? 'page' : undefined}>
                {child.pinned && <IconPinned size={13} aria-label={t('nav.pinned')} className={classes['pin']} />}
                <bdi className="qd-truncate">{child.label}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** An icon; what lies inside opens beside it, by hovering or with the right arrow. */
function IconItem({ item }: { item: NavItem }) {
  const t = useT();
  const inside = useNavChildren(item);
  const { to } = useTenant();
  const [opened, { open, close }] = useDisclosure(false);
  const { icon: Icon } = item;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowRight' || inside.length === 0) return;
    event.preventDefault();
    open();
  };
  const link = (
    <NavLink to={to(item.path)} className={classes['navLink'] ?? ''} aria-label={t(item.label)} onKeyDown={onKeyDown}>
      <Icon size={18} stroke={1.75} aria-hidden />
    </NavLink>
  );
  if (inside.length === 0) {
    return (
      // The tooltip hangs on the item: the router's link and the tooltip would each reassign the other's ref for ever.
      <Tooltip label={t(item.label)} position="right">
        <li>{link}</li>
      </Tooltip>
    );
  }
  return (
    <Menu opened={opened} onChange={(next) => (next ? open() : close())} trigger="hover" position="right-start" width={220} openDelay={120} closeDelay={200}>
      <Menu.Target>
        <li>{link}</li>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={to(item.path)}>
          {t(item.label)}
        </Menu.Item>
        <Menu.Divider />
        {inside.map((child) => (
          <Menu.Item key={child.id} component={Link} to={child.to} leftSection={child.pinned ? <IconPinned size={13} aria-label={t('nav.pinned')} /> : undefined}>
            <bdi>{child.label}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
