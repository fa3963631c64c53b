import { useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { useT } from '@/shared/i18n/i18n';
import { moveColumn, withWidth } from './columns';
import type { WorkspaceGridProps } from './gridProps';

/** Columns made wider or moved at their headings, and the sentence that says so to whoever does not see it. */
export function useToldColumns<R extends { id: string }>({ columns, view, onViewChange }: Pick<WorkspaceGridProps<R>, 'columns' | 'view' | 'onViewChange'>) {
  const t = useT();
  const [said, setSaid] = useState('');
  // A column that is being dragged is told of once it is let go.
  const [announced] = useDebouncedValue(said, 300);
  const nameOf = (id: string): string => columns.find((column) => column.id === id)?.label ?? id;
  const resize = (id: string, width: number): void => {
    const next = withWidth(view.columns, id, width);
    onViewChange({ ...view, columns: next });
    setSaid(t('grid.columnWidth', { name: nameOf(id), width: next.find((state) => state.id === id)?.width ?? width }));
  };
  const move = (id: string, step: -1 | 1): void => {
    const next = moveColumn(view.columns, id, step);
    onViewChange({ ...view, columns: next });
    const shown = next.filter((state) => state.visible);
    setSaid(t('grid.columnAt', { name: nameOf(id), place: shown.findIndex((state) => state.id === id) + 1, count: shown.length }));
  };
  const told = (
    <span role="status" className="qd-visually-hidden">
      {announced}
    </span>
  );
  return { resize, move, told };
}
