import { formatCount, formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import type { GridColumn, SortKey } from './types';
import type { GridRows } from './useGridRows';
import type { ViewWindow } from './ViewportModel';
import classes from './WorkspaceGrid.module.css';

interface GridFooterProps<R extends { id: string }> {
  rows: GridRows<R>;
  win: ViewWindow;
  sort: readonly SortKey[];
  columns: readonly GridColumn<R>[];
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export function GridFooter<R extends { id: string }>({ rows, win, sort, columns }: GridFooterProps<R>) {
  const t = useT();
  const { store, shown } = rows;
  const total = shown.total;
  if (total === null) return <div className={classes['footer']}>{t('common.loading')}</div>;
  const labels = sort.map((key) => columns.find((column) => column.id === key.field)?.label ?? key.field);
  return (
    <div className={classes['footer']}>
      <span>
        {t('grid.range', {
          first: formatNumber(win.visibleFirst + 1),
          last: formatNumber(win.visibleLast + 1),
          total: formatCount(total.value, total.relation),
        })}
      </span>
      {labels.length > 0 && <span>· {t('grid.sortedBy', { fields: labels.join(', ') })}</span>}
      {!shown.canJump && <span>· {t('grid.noJump')}</span>}
      {shown.loadedAt !== null && <span>· {t('grid.updatedAt', { time: clock.format(shown.loadedAt) })}</span>}
      <button type="button" className={classes['linkButton']} onClick={() => store.refresh()}>
        {t('common.refresh')}
      </button>
    </div>
  );
}
