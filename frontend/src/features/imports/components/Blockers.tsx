import type { ImportBlocker, WizardImport, WizardStep } from '@/shared/api/importTypes';
import { IconAlertOctagon } from '@/shared/ui/icons';
import classes from './Wizard.module.css';

export const blockersOf = (record: WizardImport, step: WizardStep): ImportBlocker[] =>
  record.blockers.filter((blocker) => blocker.step === step);

/** Why there is no way on, as sentences. */
export function Blockers({ blockers }: { blockers: readonly { code: string; message: string }[] }) {
  return (
    <>
      {blockers.map((blocker) => (
        <span key={blocker.code} className={classes['blocker']}>
          <IconAlertOctagon size={15} aria-hidden />
          <span>{blocker.message}</span>
        </span>
      ))}
    </>
  );
}
