import { ActionIcon } from '@mantine/core';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconChevronLeft, IconChevronRight } from '@/shared/ui/icons';
import type { Paging } from './usePaging';
import classes from './WorkspaceGrid.module.css';

export function Pager({ paging }: { paging: Paging }) {
  const t = useT();
  const { page, pages, turnTo } = paging;
  return (
    <nav aria-label={t('grid.pages')} className={classes['pager']}>
      <ActionIcon size={24} aria-label={t('grid.previousPage')} disabled={page === 0} onClick={() => turnTo(page - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span role="status">{t('grid.page', { page: formatNumber(page + 1), pages: formatNumber(pages) })}</span>
      <ActionIcon size={24} aria-label={t('grid.nextPage')} disabled={page + 1 >= pages} onClick={() => turnTo(page + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </nav>
  );
}
