import { Button, Menu } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { useExport, type ExportScope } from '../useExport';

/** Exports what is selected; the whole list is exported from the rail. */
export function ExportMenu(scope: ExportScope) {
  const t = useT();
  const { can } = useTenant();
  const { pending, start } = useExport(scope);
  if (!can('export:run')) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" loading={pending} leftSection={<IconDownload size={15} aria-hidden />}>
          {t('export.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => start('csv')}>{t('export.csv')}</Menu.Item>
        <Menu.Item onClick={() => start('xlsx')}>{t('export.xlsx')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
