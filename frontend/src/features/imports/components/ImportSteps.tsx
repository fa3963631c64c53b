import type { ImportRecord, ImportState } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconCheck } from '@/shared/ui/icons';
import classes from './Import.module.css';

const STEP_OF: Record<ImportState, number> = {
  uploaded: 0,
  reading: 0,
  mapped: 1,
  checking: 2,
  checked: 2,
  running: 3,
  finished: 4,
  failed: 0,
  cancelled: 0,
};

/** Where this import stands. */
export function ImportSteps({ record }: { record: ImportRecord }) {
  const t = useT();
  const current = STEP_OF[record.state];
  const names = [t('imports.step.upload'), t('imports.step.map'), t('imports.step.check'), t('imports.step.run'), t('imports.step.result')];
  if (record.state === 'failed' || record.state === 'cancelled') return null;
  return (
    <ol className={classes['steps']} aria-label={t('imports.steps')}>
      {names.map((name, place) => {
        const done = place < current || record.state === 'finished';
        return (
          <li key={name} data-done={done || undefined} aria-current={place === current ? 'step' : undefined}>
            <span className={classes['dot']} aria-hidden>
              {done ? <IconCheck size={12} /> : place + 1}
            </span>
            {name}
            {done && <span className="qd-visually-hidden">{t('imports.stepDone')}</span>}
          </li>
        );
      })}
    </ol>
  );
}
