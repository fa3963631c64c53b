import { useSyncExternalStore, type ReactNode } from 'react';
import { formatCount, formatNumber, formatTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { Pager } from './Pager';
import type { GridColumn, SortKey } from './types';
import type { GridRows } from './useGridRows';
import { useEveryRow } from './useGridRows';
import type { Paging } from './usePaging';
import type { ViewportModel } from './ViewportModel';
import classes from './WorkspaceGrid.module.css';

interface GridFooterProps<R extends { id: string }> {
  rows: GridRows<R>;
  model: ViewportModel;
  sort: readonly SortKey[];
  columns: readonly GridColumn<R>[];
  tools?: ReactNode;
  paging: Paging | null;
}

export function GridFooter<R extends { id: string }>({ rows, model, sort, columns, tools, paging }: GridFooterProps<R>) {
  const t = useT();
  const { store, shown } = rows;
  useEveryRow(shown);
  const first = useSyncExternalStore(model.subscribe, () => model.getWindow().visibleFirst);
  const last = useSyncExternalStore(model.subscribe, () => model.getWindow().visibleLast);
  const total = shown.total;
  if (total === null) return <div className={classes['footer']}>{t('common.loading')}</div>;
  const labels = sort.map((key) => columns.find((column) => column.id === key.field)?.label ?? key.field);
  return (
    <div className={classes['footer']}>
      <span>
        {t('grid.range', {
          first: formatNumber(first + 1),
          last: formatNumber(last + 1),
          total: formatCount(total.value, total.relation),
        })}
      </span>
      {labels.length > 0 && <span>· {t('grid.sortedBy', { fields: labels.join(', ') })}</span>}
      {!shown.canJump && <span>· {t('grid.noJump')}</span>}
      {shown.loadedAt !== null && <span>· {t('grid.updatedAt', { time: formatTime(new Date(shown.loadedAt)) })}</span>}
      <button type="button" className={classes['linkButton']} onClick={() => store.refresh()}>
        {t('common.refresh')}
      </button>
      {paging !== null && <Pager paging={paging} />}
      {tools !== undefined && <span className={classes['footerTools']}>{tools}</span>}
    </div>
  );
}
