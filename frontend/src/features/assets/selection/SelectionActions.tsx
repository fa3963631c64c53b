import { Button, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { AssetRow } from '@/shared/api/types';
import { copySelected } from '@/shared/grid/gridKeyHandler';
import { countOf } from '@/shared/grid/selection';
import type { GridColumn, Selection, ViewState } from '@/shared/grid/types';
import type { GridRows } from '@/shared/grid/useGridRows';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconChevronDown, IconCopy } from '@/shared/ui/icons';
import type { BulkCommand } from '../bulk/useBulk';
import { ExportMenu } from '../components/ExportMenu';
import { freezeSelection, type SelectionScope } from './selectionApi';

interface SelectionActionsProps {
  rows: GridRows<AssetRow>;
  columns: readonly GridColumn<AssetRow>[];
  view: ViewState;
  selection: Selection;
  scope: SelectionScope;
  commands: readonly BulkCommand[];
}

const IN_BAR = 3;

/** What can be done with the selected assets. Each action freezes the selection first. */
export function SelectionActions({ rows, columns, view, selection, scope, commands }: SelectionActionsProps) {
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
      {commands.slice(0, IN_BAR).map((command) => (
        <Button key={command.id} size="compact-sm" variant={command.id === 'edit' ? 'light' : 'subtle'} onClick={command.perform}>
          {command.label}
        </Button>
      ))}
      <ExportMenu columns={columns} view={view} filter="" freeze={() => freezeSelection(selection, scope)} />
      <Menu position="top-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {t('bulkMenu.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {commands.slice(IN_BAR).map((command) => (
            <Menu.Item
              key={command.id}
              data-danger={command.danger || undefined}
              disabled={command.blocked !== undefined}
              rightSection={command.blocked === undefined ? null : <Text size="xs">{command.blocked}</Text>}
              onClick={command.perform}
            >
              {command.label}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => void copy()}>
            {t('grid.copy')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
