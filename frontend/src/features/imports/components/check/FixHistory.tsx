import { Button, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { fixesQuery } from '../../api/importQueries';
import classes from './Check.module.css';

interface FixHistoryProps {
  record: WizardImport;
  onUndo: () => void;
  onRedo: () => void;
  pending: boolean;
}

/** Everything changed in this step, newest first, each of it taken back in turn. */
export function FixHistory({ record, onUndo, onRedo, pending }: FixHistoryProps) {
  const t = useT();
  const { slug } = useTenant();
  const fixes = useQuery(fixesQuery(slug, record.id));
  const items = fixes.data?.items ?? [];
  const standing = items.filter((fix) => !fix.is_undone).length;
  if (items.length === 0) return null;
  return (
    <div className={classes['history']}>
      {fixes.data?.can_undo === true && (
        <Button size="compact-sm" variant="subtle" loading={pending} onClick={onUndo}>
          {t('check.undo')}
        </Button>
      )}
      {fixes.data?.can_redo === true && (
        <Button size="compact-sm" variant="subtle" loading={pending} onClick={onRedo}>
          {t('check.redo')}
        </Button>
      )}
      <Popover position="bottom-end" width={340} trapFocus>
        <Popover.Target>
          <Button size="compact-sm" variant="default">
            {t('check.changes', { count: standing })}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={0}>
          {/* A long list scrolls by itself, so it must be reachable for the keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <ol className={classes['fixes']} tabIndex={0} aria-label={t('check.changesList')}>
            {items.map((fix, place) => (
              <li key={fix.id ?? place} data-undone={fix.is_undone || undefined}>
                <span>{fix.title}</span>
                <span className={classes['fixMeta']}>
                  {fix.is_undone && `${t('check.isUndone')} · `}
                  {typeof fix.created_by === 'string' && fix.created_by !== '' && `${fix.created_by} · `}
                  {typeof fix.created_at === 'string' && <RelativeTime at={fix.created_at} />}
                </span>
              </li>
            ))}
          </ol>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
