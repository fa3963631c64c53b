import { useState } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { formatCount, formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconChevronDown } from '@/shared/ui/icons';
import type { BlockStore } from './BlockStore';
import { isEmpty } from './selection';
import type { Selection } from './types';
import type { SelectionControl } from './useGridSelection';
import classes from './Selection.module.css';

interface SelectionMenuProps<R extends { id: string }> {
  store: BlockStore<R>;
  /** Asked when the menu opens: which rows are on screen changes with every turn of the wheel. */
  visibleIds: () => readonly string[];
  selection: Selection;
  chosen: SelectionControl;
}

/** The ways to choose many rows at once, each with how many it means. */
export function SelectionMenu<R extends { id: string }>({ store, visibleIds, selection, chosen }: SelectionMenuProps<R>) {
  const t = useT();
  const total = store.total;
  const [onScreen, setOnScreen] = useState<readonly string[]>([]);
  const whole = store.source.setKey !== undefined && total !== null;
  return (
    <Menu position="bottom-start" withinPortal width={220} onOpen={() => setOnScreen(visibleIds())}>
      <Menu.Target>
        <ActionIcon className={classes['selectMenu'] ?? ''} tabIndex={-1} aria-label={t('grid.selectMenu')} onClick={(event) => event.stopPropagation()}>
          <IconChevronDown size={13} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => chosen.only(onScreen)}>{t('grid.selectOnScreen', { count: formatNumber(onScreen.length) })}</Menu.Item>
        {whole && (
          <>
            <Menu.Item onClick={chosen.selectAll}>{t('grid.selectMatching', { count: formatCount(total.value, total.relation) })}</Menu.Item>
            <Menu.Item onClick={chosen.invert}>{t('grid.selectInverse')}</Menu.Item>
          </>
        )}
        <Menu.Item disabled={isEmpty(selection)} onClick={chosen.clear}>
          {t('grid.selectNone')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
