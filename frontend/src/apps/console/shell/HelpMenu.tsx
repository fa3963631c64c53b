import { ActionIcon, Menu } from '@mantine/core';
import { Link } from 'react-router';
import { Keys } from '@/shared/actions/Keys';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconBook, IconCommand, IconFilter, IconHelp, IconKeyboard } from '@/shared/ui/icons';
import classes from './Shell.module.css';

interface HelpMenuProps {
  onShortcuts: () => void;
  onPalette: () => void;
  onFilters: () => void;
}

export function HelpMenu({ onShortcuts, onPalette, onFilters }: HelpMenuProps) {
  const t = useT();
  const { to } = useTenant();
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon className={classes['help'] ?? ''} size={32} aria-label={t('shell.help')}>
          <IconHelp size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} rightSection={<Keys hotkey="?" />} onClick={onShortcuts}>
          {t('keys.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCommand size={16} aria-hidden />} rightSection={<Keys hotkey="ctrl+k" />} onClick={onPalette}>
          {t('palette.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFilter size={16} aria-hidden />} onClick={onFilters}>
          {t('filterHelp.title')}
        </Menu.Item>
        <Menu.Item component={Link} to={to('/help')} leftSection={<IconBook size={16} aria-hidden />}>
          {t('help.guides')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('help.version', { version: import.meta.env.QUARTERDECK_VERSION })}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
