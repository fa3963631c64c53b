import type { ReactNode } from 'react';
import { Button, CloseButton } from '@mantine/core';
import { formatCount } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import type { Total } from './BlockStore';
import { countOf, isEmpty } from './selection';
import type { Selection } from './types';
import classes from './Selection.module.css';

interface SelectionBarProps {
  selection: Selection;
  total: Total | null;
  onClear: () => void;
  /** Called besides when the bar is closed. */
  onDismissed?: (() => void) | undefined;
  /** A remark beside the count: rows out of sight, a selection that was let go. */
  note?: ReactNode;
  /** Offered while less than all is chosen, where a page can be chosen at once. */
  onSelectAll?: (() => void) | undefined;
  children?: ReactNode;
}

/** What is chosen, in words, and what can be done with it. Appears over the rows and moves none. */
export function SelectionBar({ selection, total, onClear, onDismissed, note, onSelectAll, children }: SelectionBarProps) {
  const t = useT();
  const empty = isEmpty(selection);
  if (empty && (note === null || note === undefined)) return null;
  return (
    <div role="toolbar" aria-label={t('grid.selectionBar')} className={classes['selectionBar']}>
      {!empty && (
        <span role="status" className={classes['selectionCount']}>
          <SelectionWords selection={selection} total={total} />
        </span>
      )}
      {note}
      {onSelectAll !== undefined && total !== null && selection.mode === 'ids' && !empty && selection.ids.size < total.value && (
        <Button size="compact-sm" variant="subtle" onClick={onSelectAll}>
          {t('grid.selectAllOf', { count: formatCount(total.value, total.relation) })}
        </Button>
      )}
      {!empty && children}
      <CloseButton size="sm" aria-label={t('grid.clearSelection')} onClick={() => {
        onClear();
        onDismissed?.();
      }} />
    </div>
  );
}

function SelectionWords({ selection, total }: Pick<SelectionBarProps, 'selection' | 'total'>) {
  const t = useT();
  if (selection.mode === 'ids') return t('grid.selected', { count: selection.ids.size });
  const known = total ?? { value: 0, relation: 'gte' };
  const excluded = selection.exclude.size;
  return (
    <>
      {t('grid.allSelected', { count: formatCount(countOf(selection, known.value), known.relation) })}
      {excluded > 0 && <span className={classes['selectionExcept']}> {t('grid.excluded', { count: excluded })}</span>}
    </>
  );
}
