import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { layColumns } from '@/shared/grid/columns';
import type { GridColumn, ViewState } from '@/shared/grid/types';
import { printSort } from '@/shared/grid/sort';
import type { AssetRow, SelectionToken } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { problemTitle } from '@/shared/ui/problemText';
import { useExportAssets } from '../api/assetMutations';

interface ExportMenuProps {
  columns: readonly GridColumn<AssetRow>[];
  view: ViewState;
  filter: string;
  /** Freezes what to export, whatever the filter shows; without it everything the filter matches. */
  freeze?: () => Promise<SelectionToken>;
  /** The frozen selection the list is narrowed to. */
  only?: string | null;
}

/** Exports the list as it is looked at: visible columns in visible order, same order of rows. */
export function ExportMenu({ columns, view, filter, freeze, only = null }: ExportMenuProps) {
  const t = useT();
  const navigate = useNavigate();
  const { can, clientQuery, to } = useTenant();
  const exporting = useExportAssets();
  if (!can('export:run')) return null;
  const start = async (format: 'csv' | 'xlsx'): Promise<void> => {
    const shown = layColumns(columns, view.columns, 0).laid.map((item) => item.column.id);
    try {
      const selection = freeze === undefined ? only : (await freeze()).id;
      const job = await exporting.mutateAsync({
        ...clientQuery,
        filter: filter === '' ? null : filter,
        selection,
        sort: printSort(view.sort) || null,
        columns: shown,
        format,
      });
      void navigate(to(`/jobs/${job.id}`));
    } catch (error) {
      notifications.show({ color: 'red', title: t('export.failed'), message: problemTitle(error) });
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size={freeze === undefined ? 'sm' : 'compact-sm'}
          variant={freeze === undefined ? 'default' : 'subtle'}
          loading={exporting.isPending}
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {t('export.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void start('csv')}>{t('export.csv')}</Menu.Item>
        <Menu.Item onClick={() => void start('xlsx')}>{t('export.xlsx')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
