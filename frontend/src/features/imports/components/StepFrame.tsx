import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { IconCheck } from '@/shared/ui/icons';
import { formatSaved } from '../importLabels';
import { useWizard } from '../useWizard';
import { openSteps } from '../wizardState';
import { STEPS, type Step } from '../wizardSteps';
import { WizardFrame } from './WizardFrame';
import classes from './Wizard.module.css';

interface StepFrameProps {
  record: WizardImport;
  step: Step;
  /** What leads on, at the right end of the foot. */
  next?: ReactNode;
  /** One line beside it: what it will do, or why it cannot. */
  note?: ReactNode;
  noteTone?: 'danger' | undefined;
  fill?: boolean;
  children: ReactNode;
}

/** The frame of a step of an import that exists: bar, saved time, Back and Next. */
export function StepFrame({ record, step, next, note, noteTone, fill, children }: StepFrameProps) {
  const t = useT();
  const { places, addressOf } = useWizard(record, step);
  const open = openSteps(record);
  const back = STEPS.slice(0, STEPS.indexOf(step)).findLast((each) => open.includes(each));
  return (
    <WizardFrame
      step={step}
      places={places}
      fileName={record.file.name}
      fill={fill === true}
      saved={
        <span className={classes['saved']}>
          <IconCheck size={14} aria-hidden /> {t('wizard.saved', { time: formatSaved(record.saved_at) })}
          <span className={classes['savedMore']}>{t('wizard.comeBack')}</span>
        </span>
      }
      foot={
        next === undefined && back === undefined ? undefined : (
          <>
            {back !== undefined && (
              <Button component={Link} to={addressOf(back)} variant="default">
                {t('common.back')}
              </Button>
            )}
            <span className={classes['footNote']} data-tone={noteTone} id="wizard-note">
              {note}
            </span>
            {next}
          </>
        )
      }
    >
      {children}
    </WizardFrame>
  );
}
