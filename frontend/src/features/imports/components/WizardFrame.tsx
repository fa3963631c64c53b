import { useEffect, useRef, type ReactNode } from 'react';
import { useParams } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { placeInList } from '@/shared/ui/listPlace';
import { PageFrame } from '@/shared/ui/PageFrame';
import { STEP_NAMES, STEPS, stepNumber, type Step } from '../wizardSteps';
import { StepBar, type StepPlace } from './StepBar';
import classes from './Wizard.module.css';

interface WizardFrameProps {
  step: Step;
  places: readonly StepPlace[];
  fileName?: string | undefined;
  /** When the server last kept something of this import. */
  saved?: ReactNode;
  foot?: ReactNode;
  /** Lists scroll by themselves and fill what is left; everything else scrolls as one. */
  fill?: boolean;
  children: ReactNode;
}

/** The page around every step. A new step takes focus to its heading, so nobody is left on a button that is gone. */
export function WizardFrame({ step, places, fileName, saved, foot, fill = false, children }: WizardFrameProps) {
  const t = useT();
  const { to } = useTenant();
  const { importId } = useParams();
  const former = useRef(step);
  useEffect(() => {
    if (former.current === step) return;
    former.current = step;
    document.getElementById('page-title')?.focus();
  }, [step]);

  return (
    <PageFrame
      layout="fill"
      title={t(STEP_NAMES[step].long)}
      count={t('wizard.stepOf', { number: stepNumber(step), total: STEPS.length })}
      path={[
        { label: t('nav.imports'), to: importId === undefined ? to('/imports') : placeInList(to('/imports'), importId) },
        { label: fileName ?? t('imports.new') },
      ]}
      actions={saved}
    >
      <StepBar step={step} places={places} />
      <div className={classes['content']} data-fill={fill || undefined}>
        <div className={classes['measure']}>{children}</div>
      </div>
      {foot !== undefined && <div className={classes['foot']}>{foot}</div>}
    </PageFrame>
  );
}
