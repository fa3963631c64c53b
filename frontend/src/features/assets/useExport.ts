import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import type { AssetRow, SelectionToken } from '@/shared/api/types';
import { layColumns } from '@/shared/grid/columns';
import { printSort } from '@/shared/grid/sort';
import type { GridColumn, ViewState } from '@/shared/grid/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { problemTitle } from '@/shared/ui/problemText';
import { useExportAssets } from './api/assetMutations';

export interface ExportScope {
  columns: readonly GridColumn<AssetRow>[];
  view: ViewState;
  filter: string;
  /** Freezes what to export, whatever the filter shows; without it everything the filter matches. */
  freeze?: (() => Promise<SelectionToken>) | undefined;
  /** The frozen selection the list is narrowed to. */
  only?: string | null;
}

/** Exports the list as it is looked at: visible columns in visible order, same order of rows. */
export function useExport({ columns, view, filter, freeze, only = null }: ExportScope) {
  const t = useT();
  const navigate = useNavigate();
  const { clientQuery, to } = useTenant();
  const exporting = useExportAssets();
  const run = async (format: 'csv' | 'xlsx'): Promise<void> => {
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
  return { pending: exporting.isPending, start: (format: 'csv' | 'xlsx') => void run(format) };
}
