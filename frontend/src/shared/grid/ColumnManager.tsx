import { lazy, Suspense } from 'react';
import { Button, Popover } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconColumns3 } from '@/shared/ui/icons';
import type { ColumnManagerProps } from './gridProps';

/** Brings lists and inputs that the first page can do without. */
const ColumnPanel = lazy(async () => ({ default: (await import('./ColumnPanel')).ColumnPanel }));

export function ColumnManager<R>(props: ColumnManagerProps<R>) {
  const t = useT();
  const { opened, onOpened, small = false } = props;
  return (
    <Popover width={340} position="bottom-end" trapFocus returnFocus opened={opened} onChange={onOpened}>
      <Popover.Target>
        <Button
          {...(small ? { variant: 'subtle', size: 'compact-xs' } : { variant: 'default' })}
          leftSection={<IconColumns3 size={small ? 14 : 16} aria-hidden />}
          aria-expanded={opened} onClick={() => onOpened(!opened)}>
          {t('grid.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('grid.columns')} p={0}>
        <Suspense fallback={null}>
          <ColumnPanel {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
