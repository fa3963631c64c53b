import { useMemo, useRef, useState } from 'react';
import { Loader } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { FixWrite, ImportFix, ImportIssues, MappedColumn, WizardImport } from '@/shared/api/importTypes';
import { useActions } from '@/shared/actions/registry';
import type { GridHandle } from '@/shared/grid/gridProps';
import { useEveryRow, useGridRows } from '@/shared/grid/useGridRows';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { problemTitle } from '@/shared/ui/problemText';
import { useFixes } from '../../api/importMutations';
import { useImportJob } from '../../api/useImportJob';
import { checkItem, checkRowsSource, type CheckFilter, type CheckRowItem } from '../../api/importQueries';
import { CheckBar } from './CheckBar';
import { CheckGrid } from './CheckGrid';
import { IssueList } from './IssueList';
import { RowPane } from './RowPane';
import { UnknownClientsBar } from './UnknownNamesBar';
import { useErrorWalk } from './useErrorWalk';
import classes from './Check.module.css';

interface CheckWorkspaceProps {
  record: WizardImport;
  issues: ImportIssues;
  columns: readonly MappedColumn[];
}

export function CheckWorkspace({ record, issues, columns }: CheckWorkspaceProps) {
  const t = useT();
  const { slug } = useTenant();
  const { fix, undo, redo } = useFixes(slug, record.id);
  const [filter, setFilter] = useState<CheckFilter>({ only: issues.errors + issues.warnings > 0 ? 'problems' : 'all' });
  const [revision, setRevision] = useState(0);
  const [openRow, setOpenRow] = useState<{ id: string; index: number } | null>(null);
  const [said, setSaid] = useState('');
  const grid = useRef<GridHandle>(null);
  const at = useRef(-1);
  const [recheck, setRecheck] = useState<string | null>(null);
  const checking = useImportJob(slug, recheck);
  const isChecking = recheck !== null && !checking.hasEnded;
  const edition = `${String(revision)}:${isChecking ? 'moving' : 'still'}`;
  const source = useMemo(() => checkRowsSource(slug, record.id, filter, edition), [slug, record.id, filter, edition]);
  const rows = useGridRows(source);
  useEveryRow(rows.shown);
  const shownRow = openRow === null ? undefined : (rows.shown.row(openRow.index) ?? undefined);

  const told = (made: ImportFix): void => {
    setSaid(made.title);
    if (typeof made.job_id === 'string') setRecheck(made.job_id);
    const checked = made.checked ?? [];
    for (const row of checked) rows.shown.patch(String(row.row), () => checkItem(row));
    if (made.rows > checked.length || made.job_id !== null) setRevision((before) => before + 1);
  };
  const apply = (body: FixWrite, onDone?: () => void): void =>
    fix.mutate(body, {
      onSuccess: (made) => {
        told(made);
        onDone?.();
      },
      onError: (error) => notifications.show({ color: 'red', message: problemTitle(error) }),
    });
  const back = (step: typeof undo): void =>
    step.mutate(undefined, {
      onSuccess: (made) => {
        setSaid(t('check.undone', { title: made.title }));
        if (typeof made.job_id === 'string') setRecheck(made.job_id);
        setRevision((before) => before + 1);
      },
      onError: (error) => notifications.show({ color: 'red', message: problemTitle(error) }),
    });

  const open = (row: CheckRowItem, index: number): void => {
    at.current = index;
    grid.current?.revealRow(index);
    setOpenRow({ id: row.id, index });
  };
  const walk = useErrorWalk({
    rows,
    at,
    onFound: (row, index) => {
      open(row, index);
      setSaid(t('imports.rowNumber', { number: row.row }));
    },
    onNone: () => setSaid(t('check.noMoreErrors')),
  });
  useActions([
    { id: 'import.nextError', label: t('check.nextError'), group: 'go', hotkey: 'F8', perform: () => void walk(1) },
    { id: 'import.undoFix', label: t('check.undo'), group: 'view', hotkey: 'ctrl+z', perform: () => back(undo) },
  ]);
  const narrowTo = (next: CheckFilter): void => {
    at.current = -1;
    setOpenRow(null);
    setFilter(next);
  };

  return (
    <div className={classes['workspace']}>
      <CheckBar
        record={record}
        issues={issues}
        filter={filter}
        onFilter={narrowTo}
        onUndo={() => back(undo)}
        onRedo={() => back(redo)}
        pending={undo.isPending || redo.isPending}
      />
      <div role="status" className="qd-visually-hidden">
        {said}
      </div>
      {isChecking && (
        <p role="status" className={classes['rechecking']}>
          <Loader size={14} aria-hidden /> {t('names.checking')}
        </p>
      )}
      <UnknownClientsBar issues={issues} recordId={record.id} columns={columns} pending={fix.isPending} onFix={apply} onFixed={told} />
      <div className={classes['panes']}>
        <IssueList issues={issues} columns={columns} filter={filter} pending={fix.isPending} onFilter={narrowTo} onFix={apply} onFixed={told} recordId={record.id} />
        <div className={classes['gridPane']}>
          <CheckGrid
            gridRef={grid}
            rows={rows}
            columns={columns}
            filtered={filter.only !== 'all' || filter.code !== undefined}
            openId={openRow?.id ?? null}
            onFocusRow={(index) => {
              at.current = index;
            }}
            onOpen={open}
            onFix={apply}
            onShowAll={() => narrowTo({ only: 'all' })}
          />
        </div>
        {shownRow !== undefined && (
          <RowPane
            key={shownRow.id}
            row={shownRow}
            columns={columns}
            issues={issues}
            pending={fix.isPending}
            onFix={apply}
            onWalk={(direction) => void walk(direction)}
            onClose={() => {
              const index = openRow?.index ?? 0;
              setOpenRow(null);
              grid.current?.focusRow(index);
            }}
          />
        )}
      </div>
    </div>
  );
}
