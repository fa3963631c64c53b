import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { AssetRow } from '@/shared/api/types';
import { copySelected } from '@/shared/grid/gridKeyHandler';
import { countOf } from '@/shared/grid/selection';
import type { GridColumn, Selection, ViewState } from '@/shared/grid/types';
import type { GridRows } from '@/shared/grid/useGridRows';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconCopy } from '@/shared/ui/icons';
import { ExportMenu } from '../components/ExportMenu';
import { freezeSelection, type SelectionScope } from './selectionApi';

interface SelectionActionsProps {
  rows: GridRows<AssetRow>;
  columns: readonly GridColumn<AssetRow>[];
  view: ViewState;
  selection: Selection;
  scope: SelectionScope;
}

/** What can be done with the selected assets. Each action freezes the selection first. */
export function SelectionActions({ rows, columns, view, selection, scope }: SelectionActionsProps) {
  const t = useT();
  const shown = view.columns.filter((state) => state.visible).flatMap((state) => columns.find((column) => column.id === state.id) ?? []);

  const copy = async (): Promise<void> => {
    const count = await copySelected(rows.shown, rows.shown.reachable, selection, shown);
    const total = countOf(selection, rows.shown.total?.value ?? 0);
    const values = { count: formatNumber(count), total: formatNumber(total) };
    notifications.show({ message: count < total ? t('grid.copiedSome', values) : t('grid.copied', { count }) });
  };
  return (
    <>
      <Button size="compact-sm" variant="subtle" leftSection={<IconCopy size={15} aria-hidden />} onClick={() => void copy()}>
        {t('grid.copy')}
      </Button>
      <ExportMenu columns={columns} view={view} filter="" freeze={() => freezeSelection(selection, scope)} />
    </>
  );
}
