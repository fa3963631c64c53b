import { useEffect, useRef, useState } from 'react';
import { Button, CloseButton, TextInput } from '@mantine/core';
import type { CheckMark, FixWrite, ImportIssues, MappedColumn } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { SidePane } from '@/shared/ui/SidePane';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import type { CheckRowItem } from '../../api/importQueries';
import { alikeRows, byGravity, marksOf, SEVERITY } from '../../checkMarks';
import { madeIn } from '../../mappingEdits';
import classes from './Check.module.css';

interface RowPaneProps {
  row: CheckRowItem;
  columns: readonly MappedColumn[];
  issues: ImportIssues;
  pending: boolean;
  onFix: (body: FixWrite) => void;
  onWalk: (direction: 1 | -1) => void;
  onClose: () => void;
}

/** One row with everything wrong in it, each problem beside the cell that has it. Focus goes to the first of them. */
export function RowPane({ row, columns, issues, pending, onFix, onWalk, onClose }: RowPaneProps) {
  const t = useT();
  const body = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const first = body.current?.querySelector<HTMLElement>('input[aria-invalid="true"], input');
    (first ?? heading.current)?.focus();
  }, []);
  const mapped = columns.filter((column) => column.field !== null);
  const order = byGravity(row.marks).map((mark) => mark.column);
  const faulty = mapped
    .filter((column) => order.includes(column.index))
    .sort((one, other) => order.indexOf(one.index) - order.indexOf(other.index));
  const rest = mapped.filter((column) => !faulty.includes(column));
  const rowMarks = row.marks.filter((mark) => mark.column === null || !mapped.some((column) => column.index === mark.column));
  return (
    <SidePane
      storageKey="import-row"
      label={t('imports.rowNumber', { number: row.row })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={classes['paneHead']}>
        <h2 ref={heading} tabIndex={-1}>
          {t('imports.rowNumber', { number: row.row })}
        </h2>
        <Button size="compact-sm" variant="subtle" onClick={() => onWalk(-1)}>
          {t('check.previousError')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => onWalk(1)}>
          {t('check.nextError')}
        </Button>
        <CloseButton onClick={onClose} />
      </div>
      <div ref={body} className={classes['paneBody']}>
        {row.is_excluded && <StatusBadge tone="outline">{t('check.isExcluded')}</StatusBadge>}
        {!row.is_excluded && row.marks.length === 0 && <StatusBadge tone="success">{t('check.isOk')}</StatusBadge>}
        {rowMarks.map((mark) => (
          <MarkLine key={mark.code} mark={mark} />
        ))}
        {faulty.map((column) => (
          <CellFix key={`${String(column.index)}:${row.cells[column.index] ?? ''}`} row={row} column={column} issues={issues} pending={pending} onFix={onFix} />
        ))}
        <Button
          size="compact-sm"
          variant="default"
          className={classes['excludeButton'] ?? ''}
          onClick={() => onFix({ kind: row.is_excluded ? 'include' : 'exclude', rows: [row.row] })}
        >
          {row.is_excluded ? t('check.include') : t('check.exclude')}
        </Button>
        {rest.length > 0 && (
          <>
            <h3>{t('check.otherCells')}</h3>
            {rest.map((column) => (
              <CellFix key={`${String(column.index)}:${row.cells[column.index] ?? ''}`} row={row} column={column} issues={issues} pending={pending} onFix={onFix} />
            ))}
          </>
        )}
      </div>
    </SidePane>
  );
}

function MarkLine({ mark }: { mark: CheckMark }) {
  const t = useT();
  return (
    <p className={classes['markLine']}>
      <StatusBadge tone={SEVERITY[mark.severity].tone}>{t(SEVERITY[mark.severity].one)}</StatusBadge>
      <span>{mark.message}</span>
    </p>
  );
}

interface CellFixProps {
  row: CheckRowItem;
  column: MappedColumn;
  issues: ImportIssues;
  pending: boolean;
  onFix: (body: FixWrite) => void;
}

function CellFix({ row, column, issues, pending, onFix }: CellFixProps) {
  const t = useT();
  const [value, setValue] = useState(row.cells[column.index] ?? '');
  const marks = row.is_excluded ? [] : marksOf(row, column.index);
  const changed = value !== (row.cells[column.index] ?? '');
  const made = madeIn(column) !== null;
  return (
    <form
      className={classes['cellFix']}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) onFix({ kind: 'cell', row: row.row, column: column.index, value });
      }}
    >
      <div className={classes['cellFixLine']}>
        <TextInput
          label={<bdi>{column.header}</bdi>}
          value={value}
          readOnly={made}
          error={marks.some((mark) => mark.severity === 'error')}
          aria-describedby={marks.length > 0 ? `marks-${String(column.index)}` : undefined}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        {changed && (
          <Button type="submit" loading={pending}>
            {t('common.save')}
          </Button>
        )}
      </div>
      {marks.length > 0 && (
        <div id={`marks-${String(column.index)}`}>
          {marks.map((mark) => (
            <MarkLine key={mark.code} mark={mark} />
          ))}
        </div>
      )}
      {marks.map((mark) => {
        if (mark.suggestion === null) return null;
        const to = mark.suggestion;
        const alike = alikeRows(issues, mark);
        return (
          <div key={mark.code} className={classes['suggestions']}>
            <Button size="compact-sm" variant="default" onClick={() => onFix({ kind: 'cell', row: row.row, column: column.index, value: to })}>
              {t('check.use', { value: to })}
            </Button>
            {alike > 1 && mark.value !== null && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onFix({ kind: 'alike', column: column.index, from: mark.value ?? '', to, code: mark.code })}
              >
                {t('check.useInAll', { count: alike })}
              </Button>
            )}
          </div>
        );
      })}
    </form>
  );
}
