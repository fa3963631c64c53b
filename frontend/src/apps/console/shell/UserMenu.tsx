import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Link } from 'react-router';
import { useSingleKeys } from '@/shared/actions/useSingleKeys';
import type { SessionInfo } from '@/shared/api/types';
import { useT, type MessageKey } from '@/shared/i18n/i18n';
import { useSignOut } from '@/shared/session/session';
import { useTenant } from '@/shared/session/tenant';
import { IconCheck, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSettings, IconSun, IconUser } from '@/shared/ui/icons';
import classes from './Shell.module.css';

const SCHEMES: readonly [MantineColorScheme, MessageKey, typeof IconSun][] = [
  ['light', 'theme.light', IconSun],
  ['dark', 'theme.dark', IconMoon],
  ['auto', 'theme.system', IconDeviceDesktop],
];

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .filter((letter) => letter !== '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

const CHECK = <IconCheck size={14} aria-hidden />;

export function UserMenu({ session }: { session: SessionInfo }) {
  const t = useT();
  const signOut = useSignOut();
  const { to, context } = useTenant();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const { user } = session;

  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes['avatar'] ?? ''} aria-label={t('account.menu', { name: user.name })}>
          {initialsOf(user.name === '' ? user.email : user.name)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes['who']}>
          <div className="qd-truncate">{user.name}</div>
          <div className={classes['whoDetail']}>{user.email}</div>
          <div className={classes['whoDetail']}>{context.role.name}</div>
        </div>
        <Menu.Divider />
        <Menu.RadioGroup value={colorScheme}>
          {SCHEMES.map(([scheme, label, Icon]) => (
            <Menu.RadioItem key={scheme} value={scheme} checkIcon={CHECK} rightSection={<Icon size={16} aria-hidden />} onChange={() => setColorScheme(scheme)}>
              {t(label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem checked={singleKeys} checkIcon={CHECK} rightSection={<IconKeyboard size={16} aria-hidden />} onChange={setSingleKeys}>
          {t('keys.single')}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Item component={Link} to={to('/settings/account')} leftSection={<IconUser size={16} aria-hidden />}>
          {t('account.mine')}
        </Menu.Item>
        <Menu.Item component={Link} to={to('/settings/preferences')} leftSection={<IconSettings size={16} aria-hidden />}>
          {t('prefs.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
