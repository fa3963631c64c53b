import type { ReactNode } from 'react';
import { CloseButton } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import classes from './WorkspaceGrid.module.css';

interface SelectionBarProps {
  count: number;
  onClear: () => void;
  children?: ReactNode;
}

export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  const t = useT();
  return (
    <div role="toolbar" aria-label={t('grid.selectionBar')} className={classes['selectionBar']}>
      <span role="status" className={classes['selectionCount']}>
        {t('grid.selected', { count })}
      </span>
      {children}
      <CloseButton size="sm" aria-label={t('grid.clearSelection')} onClick={onClear} />
    </div>
  );
}
