import { useState } from 'react';
import { Button, Popover, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconColumns3, IconSearch } from '@/shared/ui/icons';
import { showUndo } from '@/shared/ui/undoToast';
import classes from './ColumnManager.module.css';
import { HiddenColumns, ShownColumns } from './ColumnLists';
import type { ColumnState, Density, GridColumn, ViewState } from './types';

interface ColumnManagerProps<R> {
  columns: readonly GridColumn<R>[];
  view: ViewState;
  onViewChange: (next: ViewState) => void;
  /** Back to what the view prescribes; answers with the way back. */
  onReset: () => () => void;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}

const DENSITIES: readonly Density[] = ['compact', 'normal', 'comfortable'];

/** Which columns, in which order, on which side and how dense; every drag has a button, every button a name. */
export function ColumnManager<R>({ columns, view, onViewChange, onReset, opened, onOpened }: ColumnManagerProps<R>) {
  const t = useT();
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const shownCount = view.columns.filter((state) => state.visible).length;
  const needle = text.trim().toLowerCase();
  const matches = (column: GridColumn<R>): boolean => column.label.toLowerCase().includes(needle) || column.id.includes(needle);
  const densityLabel = { compact: t('grid.compact'), normal: t('grid.normal'), comfortable: t('grid.comfortable') };
  const change = (next: ColumnState[], sentence: string): void => {
    onViewChange({ ...view, columns: next });
    setSaid(sentence);
  };
  const reset = (): void => {
    const undo = onReset();
    setSaid(t('grid.layoutReset'));
    showUndo({ message: t('grid.layoutReset'), undo });
  };
  const lists = { columns, states: view.columns, matches, onChange: change };

  return (
    <Popover width={340} position="bottom-end" trapFocus returnFocus opened={opened} onChange={onOpened}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />} aria-expanded={opened} onClick={() => onOpened(!opened)}>
          {t('grid.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('grid.columns')} p={0}>
        <div className={classes['head']}>
          <Text fw={600} size="sm">
            {t('grid.columns')}
          </Text>
          <Text size="xs" c="dimmed" className="qd-nums">
            {t('grid.columnsShown', { shown: shownCount, total: columns.length })}
          </Text>
        </div>
        <div className={classes['density']}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('grid.density')}
            data={DENSITIES.map((density) => ({ value: density, label: densityLabel[density] }))}
            value={view.density}
            onChange={(value) => onViewChange({ ...view, density: DENSITIES.find((density) => density === value) ?? 'normal' })}
          />
        </div>
        <div className={classes['search']}>
          <TextInput
            size="xs"
            aria-label={t('grid.findColumn')}
            placeholder={t('grid.findColumn')}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <div className={classes['scroll']}>
          <ShownColumns {...lists} movable={needle === ''} />
          <HiddenColumns {...lists} />
        </div>
        <div className={classes['foot']}>
          <Button size="compact-sm" variant="subtle" onClick={reset}>
            {t('grid.resetLayout')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onOpened(false)}>
            {t('common.done')}
          </Button>
        </div>
        <span role="status" className="qd-visually-hidden">
          {said}
        </span>
      </Popover.Dropdown>
    </Popover>
  );
}
