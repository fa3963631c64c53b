import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ImportLayout, WizardImport } from '@/shared/api/importTypes';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useWriteLayout } from '../../api/importMutations';
import { layoutQuery } from '../../api/importQueries';
import { useWizard } from '../../useWizard';
import { Blockers, blockersOf } from '../Blockers';
import { ImportProblemAlert } from '../ImportProblemAlert';
import { GuardedButton } from '../GuardedButton';
import { StepFrame } from '../StepFrame';
import { DateOrders } from './DateOrders';
import { LayoutSettings } from './LayoutSettings';
import { LayoutNotes } from './LayoutNotes';
import { SheetPreview } from './SheetPreview';
import classes from './Sheet.module.css';

/** Step 2: which part of the file is the table, and how its text and dates are read. */
export function SheetStep({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const { goTo } = useWizard(record, 'sheet');
  const layout = useQuery(layoutQuery(slug, record.id));
  const blockers = blockersOf(record, 'sheet');
  return (
    <StepFrame
      record={record}
      step="sheet"
      next={
        <GuardedButton blocked={blockers.length > 0} onNext={() => goTo('map')}>
          {t('sheet.next')}
        </GuardedButton>
      }
      note={blockers.length > 0 ? <Blockers blockers={blockers} /> : found(t, layout.data)}
      noteTone={blockers.length > 0 ? 'danger' : undefined}
    >
      <ImportProblemAlert record={record} />
      {layout.isPending && <Loading />}
      {layout.isError && layout.data === undefined && <ProblemAlert error={layout.error} onRetry={() => void layout.refetch()} />}
      {layout.data !== undefined && <SheetBody record={record} layout={layout.data} />}
    </StepFrame>
  );
}

function SheetBody({ record, layout }: { record: WizardImport; layout: ImportLayout }) {
  const t = useT();
  const { slug } = useTenant();
  const write = useWriteLayout(slug, record.id);
  return (
    <div className={classes['columns']}>
      <div className={classes['settings']}>
        {write.isError && <ProblemAlert error={write.error} />}
        <LayoutSettings layout={layout} pending={write.isPending} onChange={(change) => write.mutate(change)} />
        {layout.dates.length > 0 && <DateOrders dates={layout.dates} onChange={(dates) => write.mutate({ dates })} />}
      </div>
      <div className={classes['preview']}>
        <LayoutNotes notes={layout.notes} />
        <SheetPreview layout={layout} pending={write.isPending} />
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => write.mutate({ sheet: null, header_row: null, encoding: null, delimiter: null })}
          >
            {t('sheet.findOutAgain')}
          </Button>
        </div>
      </div>
    </div>
  );
}

function found(t: Translate, layout: ImportLayout | undefined): string {
  if (layout === undefined) return '';
  const columns = t('sheet.columnsFound', { count: layout.columns.length });
  return layout.rows === null ? columns : `${columns} ${t('sheet.rowsFound', { count: layout.rows })}`;
}
