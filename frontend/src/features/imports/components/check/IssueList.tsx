import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { FixWrite, ImportFix, ImportIssues, IssueGroup, MappedColumn } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import type { CheckFilter } from '../../api/importQueries';
import { SEVERITY } from '../../checkMarks';
import { issueTitle, namesIn } from '../../unknownNames';
import { FixAllDialog, type FixAll } from './FixAllDialog';
import classes from './Check.module.css';
import { UnknownNamesActions } from './UnknownNamesBar';

const SHOWN_VALUES = 20;

interface IssueListProps {
  recordId: string;
  issues: ImportIssues;
  columns: readonly MappedColumn[];
  filter: CheckFilter;
  pending: boolean;
  onFilter: (filter: CheckFilter) => void;
  onFix: (body: FixWrite, onDone?: () => void) => void;
  onFixed: (made: ImportFix) => void;
}

/** Problems by cause, the gravest first: choosing one narrows the grid to its rows and offers to mend them all. */
export function IssueList({ recordId, issues, columns, filter, pending, onFilter, onFix, onFixed }: IssueListProps) {
  const t = useT();
  const [asked, setAsked] = useState<FixAll | null>(null);
  if (issues.items.length === 0) return null;
  return (
    <section className={classes['issues']} aria-label={t('check.issues')}>
      <ul>
        {issues.items.map((issue) => {
          const names = namesIn(issue);
          const chosen = filter.code === issue.code && filter.field === (issue.field ?? undefined);
          return (
            <li key={`${issue.code}:${issue.field ?? ''}`}>
              <button
                type="button"
                className={classes['issue']}
                aria-pressed={chosen}
                onClick={() => onFilter(chosen ? { only: 'problems' } : { only: 'problems', code: issue.code, ...(issue.field === null ? {} : { field: issue.field }) })}
              >
                <span className={classes['issueLine']}>
                  <StatusBadge tone={SEVERITY[issue.severity].tone}>{t(SEVERITY[issue.severity].one)}</StatusBadge>
                  <span className={classes['issueRows']}>{formatNumber(issue.rows)}</span>
                </span>
                <span className={classes['issueLabel']}>{issueTitle(t, issue, issues.items)}</span>
              </button>
              {chosen && (
                <IssueValues
                  issue={issue}
                  title={issueTitle(t, issue, issues.items)}
                  column={columns.find((column) => column.index === issue.column)}
                  pending={pending}
                  onAsk={setAsked}
                  creating={
                    names !== null && <UnknownNamesActions names={names} recordId={recordId} columns={columns} pending={pending} onFix={onFix} onFixed={onFixed} />
                  }
                />
              )}
            </li>
          );
        })}
      </ul>
      {asked !== null && <FixAllDialog recordId={recordId} asked={asked} pending={pending} onFix={onFix} onClose={() => setAsked(null)} />}
    </section>
  );
}

interface IssueValuesProps {
  issue: IssueGroup;
  title: string;
  creating: ReactNode;
  column: MappedColumn | undefined;
  pending: boolean;
  onAsk: (asked: FixAll) => void;
}

function IssueValues({ issue, title, creating, column, pending, onAsk }: IssueValuesProps) {
  const t = useT();
  return (
    <div className={classes['issueValues']}>
      <p>{issue.message}</p>
      {creating}
      {column !== undefined &&
        issue.values.slice(0, SHOWN_VALUES).map((item) => (
          <div key={item.value} className={classes['issueValue']}>
            <span>
              <bdi>{item.value === '' ? t('map.emptyCell') : item.value}</bdi> · {t('check.rows', { count: item.rows })}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              disabled={pending}
              onClick={() => onAsk({ kind: 'alike', column: column.index, header: column.header, from: item.value, to: item.suggestion ?? '', code: issue.code })}
            >
              {item.suggestion === null ? t('check.replace') : t('check.replaceWith', { value: item.suggestion })}
            </Button>
          </div>
        ))}
      <Button size="compact-xs" variant="subtle" disabled={pending} onClick={() => onAsk({ kind: 'exclude', code: issue.code, label: title })}>
        {t('check.excludeAll', { count: issue.rows })}
      </Button>
    </div>
  );
}
