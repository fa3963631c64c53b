import { Button } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import classes from '@/shared/grid/Selection.module.css';
import type { AssetSelection } from './useAssetSelection';

interface SelectionNoteProps {
  selected: AssetSelection;
  onShow: (token: string) => void;
}

/** Rows out of sight, or a selection just let go; null when there is nothing to say. */
export function selectionNote(selected: AssetSelection, onShow: (token: string) => void) {
  if (selected.lapsed === null && selected.hidden === null) return null;
  return <SelectionNote selected={selected} onShow={onShow} />;
}

function SelectionNote({ selected, onShow }: SelectionNoteProps) {
  const t = useT();
  const { hidden, lapsed } = selected;
  if (lapsed !== null) {
    return (
      <span role="status" className={classes['selectionNote']}>
        {t('grid.selectionLapsed')}
        <Button size="compact-sm" variant="subtle" onClick={selected.restore}>
          {t('grid.restoreSelection')}
        </Button>
      </span>
    );
  }
  if (hidden === null) return null;
  return (
    <span role="status" className={classes['selectionNote']}>
      {t('grid.hiddenByFilter', { count: hidden.hidden })}
      <Button size="compact-sm" variant="subtle" onClick={() => onShow(hidden.token)}>
        {t('grid.showSelected')}
      </Button>
    </span>
  );
}
