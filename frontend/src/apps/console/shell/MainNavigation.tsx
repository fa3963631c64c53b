import { FocusTrap, Tooltip, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { NavLink } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@/shared/ui/icons';
import { NAVIGATION } from './navigation';
import type { NavigationState } from './useNavigationState';
import classes from './Shell.module.css';

interface MainNavigationProps {
  state: NavigationState;
  overlay: boolean;
  onToggle: () => void;
  onClose: () => void;
}

export function MainNavigation({ state, overlay, onToggle, onClose }: MainNavigationProps) {
  const t = useT();
  const { can, to } = useTenant();
  useHotkeys(overlay ? [['Escape', onClose]] : []);
  if (state === 'hidden') return null;
  const items = NAVIGATION.filter((item) => item.permission === null || can(item.permission));
  return (
    <>
      {overlay && <UnstyledButton className={classes['scrim'] ?? ''} aria-label={t('common.close')} onClick={onClose} tabIndex={-1} />}
      <FocusTrap active={overlay}>
        <nav
          aria-label={t('nav.main')}
          className={classes['nav']}
          data-overlay={overlay || undefined}
          data-region
        >
          <ul className={classes['navList']}>
            {items.map(({ path, label, icon: Icon, count: Count }) => (
              // The tooltip hangs on the item: the router's link and the tooltip would each reassign the other's ref for ever.
              <Tooltip key={path} label={t(label)} position="right" disabled={state !== 'icons'}>
                <li>
                  <NavLink to={to(path)} className={classes['navLink'] ?? ''} aria-label={state === 'icons' ? t(label) : undefined}>
                    <Icon size={18} stroke={1.75} aria-hidden />
                    {state === 'open' && <span>{t(label)}</span>}
                    {state === 'open' && Count !== undefined && <Count />}
                  </NavLink>
                </li>
              </Tooltip>
            ))}
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
              {state === 'open' && <span>{t('nav.collapse')}</span>}
            </UnstyledButton>
          )}
        </nav>
      </FocusTrap>
    </>
  );
}
