import { SegmentedControl } from '@mantine/core';
import type { ImportIssues, WizardImport } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import type { CheckFilter } from '../../api/importQueries';
import { FixHistory } from './FixHistory';
import classes from './Check.module.css';

interface CheckBarProps {
  record: WizardImport;
  issues: ImportIssues;
  filter: CheckFilter;
  onFilter: (filter: CheckFilter) => void;
  onUndo: () => void;
  onRedo: () => void;
  pending: boolean;
}

const isOnly = (value: string): value is CheckFilter['only'] => value === 'problems' || value === 'all' || value === 'excluded';

/** The state of all rows in four numbers, which of them to see, and the list of what was changed here. */
export function CheckBar({ record, issues, filter, onFilter, onUndo, onRedo, pending }: CheckBarProps) {
  const t = useT();
  return (
    <div className={classes['bar']}>
      <div className={classes['numbers']}>
        <StatusBadge tone="danger">{t('check.errors', { count: issues.errors })}</StatusBadge>
        <StatusBadge tone="warning">{t('check.warnings', { count: issues.warnings })}</StatusBadge>
        <StatusBadge tone="success">{t('check.ok', { count: issues.ok })}</StatusBadge>
        {issues.excluded > 0 && <StatusBadge tone="outline">{t('check.excluded', { count: issues.excluded })}</StatusBadge>}
      </div>
      <SegmentedControl
        size="xs"
        aria-label={t('check.show')}
        value={filter.only}
        onChange={(only) => {
          if (isOnly(only)) onFilter({ only });
        }}
        data={[
          { value: 'problems', label: t('check.onlyProblems') },
          { value: 'all', label: t('check.allRows', { rows: formatNumber(issues.rows) }) },
          { value: 'excluded', label: t('check.onlyExcluded') },
        ]}
      />
      <FixHistory record={record} onUndo={onUndo} onRedo={onRedo} pending={pending} />
    </div>
  );
}
