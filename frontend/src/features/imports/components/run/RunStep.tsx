import { useState } from 'react';
import { Checkbox, NumberInput } from '@mantine/core';
import type { WizardImport } from '@/shared/api/importTypes';
import type { Job } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useRunImport } from '../../api/importMutations';
import { isMoving } from '../../api/importQueries';
import { OUTCOMES, outcomeLabel } from '../../importLabels';
import { Blockers } from '../Blockers';
import { JobProgress } from '../JobProgress';
import { GuardedButton } from '../GuardedButton';
import { OutcomeNumbers } from '../OutcomeNumbers';
import { StepFrame } from '../StepFrame';
import { ChangesPreview } from './ChangesPreview';
import classes from './Run.module.css';

const USUAL_PERCENT = 5;

/** Step 6: what the dry run found, then the run itself, live. */
export function RunStep({ record }: { record: WizardImport }) {
  if (isMoving(record)) return <Running record={record} />;
  return <DryRun key={record.stop_above_percent} record={record} />;
}

function Running({ record }: { record: WizardImport }) {
  const t = useT();
  return (
    <StepFrame record={record} step="run">
      <JobProgress record={record} cancelLabel={record.dry_run ? t('wizard.cancelCheck') : t('run.cancel')}>
        {(job) => (record.dry_run ? null : <LiveNumbers job={job} />)}
      </JobProgress>
      {!record.dry_run && <p className={classes['help']}>{t('run.cancelHelp')}</p>}
    </StepFrame>
  );
}

function LiveNumbers({ job }: { job: Job }) {
  const t = useT();
  return (
    <dl className={classes['live']}>
      {OUTCOMES.map((outcome) => (
        <div key={outcome}>
          <dt>{outcomeLabel(t, outcome)}</dt>
          <dd>{formatNumber(job.counters[outcome] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

function DryRun({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const run = useRunImport(slug, record.id);
  const [stops, setStops] = useState(record.stop_above_percent !== null);
  const [percent, setPercent] = useState(record.stop_above_percent ?? USUAL_PERCENT);
  const writes = record.counts.created + record.counts.updated;
  const left = record.counts.rejected + record.counts.excluded;
  const blocked = record.blockers.length > 0 || (!record.is_stale && writes === 0);
  return (
    <StepFrame
      record={record}
      step="run"
      noteTone={record.blockers.length > 0 ? 'danger' : undefined}
      note={
        record.blockers.length > 0 ? (
          <Blockers blockers={record.blockers} />
        ) : record.is_stale ? (
          t('run.stale')
        ) : writes === 0 ? (
          left === record.counts.rows && left > 0 ? t('run.nothingAllLeft', { count: left }) : t('run.nothing')
        ) : (
          t('run.leftOut', { count: left })
        )
      }
      next={
        record.is_stale ? (
          <GuardedButton blocked={record.blockers.length > 0} pending={run.isPending} onNext={() => run.mutate({ dry_run: true })}>
            {t('run.again')}
          </GuardedButton>
        ) : (
          <GuardedButton
            blocked={blocked}
            pending={run.isPending}
            onNext={() => run.mutate({ dry_run: false, strict: true, stop_above_percent: stops ? percent : null })}
          >
            {t('imports.run', { count: writes })}
          </GuardedButton>
        )
      }
    >
      {run.isError && <ProblemAlert error={run.error} />}
      <p className={classes['lead']} role="status">
        {t('imports.checkedText', { rows: record.counts.rows })}
      </p>
      <OutcomeNumbers record={record} stale={record.is_stale} />
      <div className={classes['stop']}>
        <Checkbox label={t('run.stopIf')} checked={stops} onChange={(event) => setStops(event.currentTarget.checked)} />
        <NumberInput
          w={64}
          size="xs"
          min={0}
          max={100}
          hideControls
          aria-label={t('run.percent')}
          value={percent}
          disabled={!stops}
          onChange={(value) => setPercent(Math.min(100, Math.max(0, Number(value) || 0)))}
        />
        <span>{t('run.percentFail')}</span>
      </div>
      {record.counts.updated > 0 && <ChangesPreview record={record} />}
    </StepFrame>
  );
}
