import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { layColumns } from '@/shared/grid/columns';
import type { GridColumn, ViewState } from '@/shared/grid/types';
import { printSort } from '@/shared/grid/sort';
import type { AssetRow } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconDownload } from '@/shared/ui/icons';
import { problemTitle } from '@/shared/ui/problemText';
import { useExportAssets } from '../api/assetMutations';

interface ExportMenuProps {
  columns: readonly GridColumn<AssetRow>[];
  view: ViewState;
  filter: string;
  /** Only these assets, whatever the filter shows now; without them everything the filter matches. */
  ids?: readonly string[];
}

/** Exports the list as it is looked at: visible columns in visible order, same order of rows. */
export function ExportMenu({ columns, view, filter, ids }: ExportMenuProps) {
  const t = useT();
  const navigate = useNavigate();
  const { can, clientQuery, to } = useTenant();
  const exporting = useExportAssets();
  if (!can('export:run')) return null;
  const start = (format: 'csv' | 'xlsx'): void => {
    const shown = layColumns(columns, view.columns, 0).laid.map((item) => item.column.id);
    const which = ids === undefined ? { filter: filter === '' ? null : filter } : { ids: [...ids] };
    exporting.mutate(
      { ...clientQuery, ...which, sort: printSort(view.sort) || null, columns: shown, format },
      {
        onSuccess: (job) => void navigate(to(`/jobs/${job.id}`)),
        onError: (error) => notifications.show({ color: 'red', title: t('export.failed'), message: problemTitle(error) }),
      },
    );
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size={ids === undefined ? 'sm' : 'compact-sm'}
          variant={ids === undefined ? 'default' : 'subtle'}
          loading={exporting.isPending}
          leftSection={<IconDownload size={15} aria-hidden />}
        >
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
