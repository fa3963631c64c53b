import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { IconCheck } from '@/shared/ui/icons';
import { STEP_NAMES, stepNumber, type Step } from '../wizardSteps';
import classes from './Wizard.module.css';

export interface StepPlace {
  step: Step;
  done: boolean;
  /** Null while the server does not let anyone in yet. */
  href: string | null;
}

/** Where this import stands, and the way back to what is done. */
export function StepBar({ step: current, places }: { step: Step; places: readonly StepPlace[] }) {
  const t = useT();
  return (
    <nav aria-label={t('imports.steps')} className={classes['bar']}>
      <ol className={classes['steps']}>
        {places.map(({ step, done, href }) => {
          const isCurrent = step === current;
          const inside = (
            <>
              <span className={classes['dot']} aria-hidden>
                {done && !isCurrent ? <IconCheck size={13} stroke={2.5} /> : stepNumber(step)}
              </span>
              <span className={classes['stepName']}>{t(STEP_NAMES[step].short)}</span>
              {done && <span className="qd-visually-hidden">{t('imports.stepDone')}</span>}
            </>
          );
          return (
            <li key={step} data-done={done || undefined} data-current={isCurrent || undefined}>
              {href === null || isCurrent ? (
                <span className={classes['step']} aria-current={isCurrent ? 'step' : undefined}>
                  {inside}
                </span>
              ) : (
                <Link to={href} className={classes['step']}>
                  {inside}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
