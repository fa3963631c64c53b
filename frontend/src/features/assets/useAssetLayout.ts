import { useEffect, useEffectEvent } from 'react';
import { notifications } from '@mantine/notifications';
import type { AssetRow } from '@/shared/api/types';
import type { GridColumn } from '@/shared/grid/types';
import { useGridLayoutPreference, type BaseLayout, type GridLayoutControl } from '@/shared/grid/useGridLayoutPreference';
import { useT } from '@/shared/i18n/i18n';

/** The columns of the register as this person has them; says once that the field behind one was removed. */
export function useAssetLayout(columns: readonly GridColumn<AssetRow>[], base: BaseLayout | null): GridLayoutControl {
  const t = useT();
  const control = useGridLayoutPreference('assets', columns, base);
  const { gone, letGo } = control;
  const tell = useEffectEvent((names: string) => {
    notifications.show({ message: t('grid.columnsGone', { count: gone.length, names }) });
    letGo();
  });
  const names = gone.map((id) => id.replace(/^cf\./u, '')).join(', ');
  useEffect(() => {
    if (names !== '') tell(names);
  }, [names]);
  return control;
}
