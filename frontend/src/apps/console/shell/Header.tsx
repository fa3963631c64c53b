import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { Link } from 'react-router';
import { NotificationBell } from '@/features/notifications/components/NotificationBell';
import { JobIndicator } from '@/features/jobs/components/JobIndicator';
import { Keys } from '@/shared/actions/Keys';
import type { SessionInfo } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { BrandMark } from '@/shared/ui/BrandMark';
import { IconChevronDown, IconDeviceLaptop, IconFileImport, IconMenu2, IconPlus, IconSearch } from '@/shared/ui/icons';
import { ClientScope } from './ClientScope';
import { HelpMenu } from './HelpMenu';
import { TenantMenu } from './TenantMenu';
import { UserMenu } from './UserMenu';
import classes from './Shell.module.css';

interface HeaderProps {
  session: SessionInfo;
  menuExpanded: boolean;
  onMenu: () => void;
  onSearch: () => void;
  onCreate: () => void;
  onShortcuts: () => void;
  onFilterHelp: () => void;
}

export function Header({ session, menuExpanded, onMenu, onSearch, onCreate, onShortcuts, onFilterHelp }: HeaderProps) {
  const t = useT();
  const { can, client, to } = useTenant();
  return (
    <header className={classes['header']} data-all={client === null || undefined} data-region="header">
      <ActionIcon className={classes['burger'] ?? ''} size={32} aria-label={t('nav.toggle')} aria-expanded={menuExpanded} onClick={onMenu}>
        <IconMenu2 size={18} />
      </ActionIcon>
      <Link to={to('/assets')} className={classes['brand']}>
        <BrandMark size={24} />
        <span className={classes['brandName']}>Quarterdeck</span>
      </Link>
      <TenantMenu tenants={session.tenants} />
      <ClientScope />
      <UnstyledButton className={classes['searchBox'] ?? ''} onClick={onSearch} aria-haspopup="dialog" aria-label={t('shell.search')}>
        <IconSearch size={16} aria-hidden />
        <span className={classes['searchText']}>{t('shell.search')}</span>
        <Keys hotkey="ctrl+k" />
      </UnstyledButton>
      <div className={classes['tools']}>
        {(can('assets:write') || can('imports:run')) && (
          <Menu position="bottom-end" width={200}>
            <Menu.Target>
              <Button leftSection={<IconPlus size={16} aria-hidden />} className={classes['new'] ?? ''} aria-label={t('shell.new')}>
                <span className={classes['newText']}>{t('shell.new')}</span>
                <IconChevronDown size={14} aria-hidden className={classes['newText']} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {can('assets:write') && (
                <Menu.Item onClick={onCreate} leftSection={<IconDeviceLaptop size={16} aria-hidden />} rightSection={<Keys hotkey="c" />}>
                  {t('assets.newShort')}
                </Menu.Item>
              )}
              {can('imports:run') && (
                <Menu.Item component={Link} to={to('/imports/new')} leftSection={<IconFileImport size={16} aria-hidden />}>
                  {t('imports.newShort')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
        {can('jobs:read') && <JobIndicator />}
        <NotificationBell />
        <HelpMenu onShortcuts={onShortcuts} onPalette={onSearch} onFilters={onFilterHelp} />
        <UserMenu session={session} />
      </div>
    </header>
  );
}
