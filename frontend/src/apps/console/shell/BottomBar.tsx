import { UnstyledButton } from '@mantine/core';
import { NavLink } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDots } from '@/shared/ui/icons';
import { NAVIGATION } from './navigation';
import classes from './Shell.module.css';

/** The first places within reach of a thumb; the rest behind More. */
export function BottomBar({ expanded, onMore }: { expanded: boolean; onMore: () => void }) {
  const t = useT();
  const { can, to } = useTenant();
  const items = NAVIGATION.filter((item) => item.onPhone === true && (item.permission === null || can(item.permission)));
  return (
    <nav aria-label={t('nav.quick')} className={classes['bottomBar']}>
      {items.map(({ path, label, icon: Icon }) => (
        <NavLink key={path} to={to(path)} className={classes['bottomItem'] ?? ''}>
          <Icon size={20} stroke={1.75} aria-hidden />
          {t(label)}
        </NavLink>
      ))}
      <UnstyledButton className={classes['bottomItem'] ?? ''} aria-expanded={expanded} onClick={onMore}>
        <IconDots size={20} stroke={1.75} aria-hidden />
        {t('nav.more')}
      </UnstyledButton>
    </nav>
  );
}
