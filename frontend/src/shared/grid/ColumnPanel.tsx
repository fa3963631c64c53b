import { useState } from 'react';
import { Button, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconSearch } from '@/shared/ui/icons';
import { offerInToast } from '@/shared/undo/UndoToast';
import { HiddenColumns, ShownColumns } from './ColumnLists';
import classes from './ColumnManager.module.css';
import type { ColumnManagerProps } from './gridProps';
import type { ColumnState, Density, GridColumn } from './types';
import { PAGE_SIZES, usePageSize } from './usePaging';

const DENSITIES: readonly Density[] = ['compact', 'normal', 'comfortable'];

/** Which columns, in which order, on which side and how dense; every drag has a button, every button a name. */
export function ColumnPanel<R>({ columns, view, onViewChange, onReset, onOpened }: ColumnManagerProps<R>) {
  const t = useT();
  const [text, setText] = useState('');
  const [pageSize, setPageSize] = usePageSize();
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
    offerInToast({ message: t('grid.layoutReset'), actions: [{ label: t('undo.undo'), perform: undo }] });
  };
  const lists = { columns, states: view.columns, matches, onChange: change };

  return (
    <>
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
      <div className={classes['density']}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('grid.paging')}
          data={PAGE_SIZES.map((size) => ({ value: String(size), label: size === null ? t('grid.scrolled') : t('grid.ofPage', { count: size }) }))}
          value={String(pageSize)}
          onChange={(value) => setPageSize(PAGE_SIZES.find((size) => String(size) === value) ?? null)}
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
    </>
  );
}
