import { ActionIcon, Button, Checkbox, Divider, Group, Popover, Text } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@/shared/ui/icons';
import { mergeColumns, moveColumn, withVisibility } from './columns';
import type { Density, GridColumn, ViewState } from './types';
import classes from './WorkspaceGrid.module.css';

interface DisplayMenuProps<R> {
  columns: readonly GridColumn<R>[];
  view: ViewState;
  onViewChange: (next: ViewState) => void;
}

const DENSITIES: readonly Density[] = ['compact', 'normal', 'comfortable'];

/** Density and columns; every move has a button, so nothing needs dragging. */
export function DisplayMenu<R>({ columns, view, onViewChange }: DisplayMenuProps<R>) {
  const t = useT();
  const names = new Map(columns.map((column) => [column.id, column]));
  const shownCount = view.columns.filter((state) => state.visible).length;
  const densityLabel = { compact: t('grid.compact'), normal: t('grid.normal'), comfortable: t('grid.comfortable') };
  return (
    <Popover width={320} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('grid.display')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('grid.display')} p={12}>
        <Text size="xs" fw={600} c="dimmed" mb={4} id="density-label">
          {t('grid.density')}
        </Text>
        <Group gap={4} grow role="group" aria-labelledby="density-label">
          {DENSITIES.map((density) => (
            <Button
              key={density}
              size="compact-sm"
              variant={view.density === density ? 'filled' : 'default'}
              aria-pressed={view.density === density}
              onClick={() => onViewChange({ ...view, density })}
            >
              {densityLabel[density]}
            </Button>
          ))}
        </Group>
        <Divider my={10} />
        <Group justify="space-between" mb={4}>
          <Text size="xs" fw={600} c="dimmed">
            {t('grid.columnsShown', { shown: shownCount, total: columns.length })}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => onViewChange({ ...view, columns: mergeColumns(columns, []) })}
          >
            {t('grid.resetColumns')}
          </Button>
        </Group>
        <ul className={classes['displayList']}>
          {view.columns.map((state, place) => {
            const column = names.get(state.id);
            if (column === undefined) return null;
            const fixed = column.canHide === false;
            return (
              <li key={state.id} className={classes['displayItem']}>
                <Checkbox
                  size="xs"
                  label={column.label}
                  checked={state.visible}
                  disabled={fixed}
                  description={fixed ? t('grid.alwaysShown') : undefined}
                  onChange={(event) =>
                    onViewChange({ ...view, columns: withVisibility(view.columns, state.id, event.currentTarget.checked) })
                  }
                />
                <ActionIcon
                  size="sm"
                  disabled={place === 0}
                  aria-label={t('grid.moveUp', { name: column.label })}
                  onClick={() => onViewChange({ ...view, columns: moveColumn(view.columns, state.id, -1) })}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  disabled={place === view.columns.length - 1}
                  aria-label={t('grid.moveDown', { name: column.label })}
                  onClick={() => onViewChange({ ...view, columns: moveColumn(view.columns, state.id, 1) })}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
