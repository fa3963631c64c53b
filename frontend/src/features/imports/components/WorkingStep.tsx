import type { WizardImport } from '@/shared/api/importTypes';
import type { Step } from '../wizardSteps';
import { JobProgress } from './JobProgress';
import { StepFrame } from './StepFrame';

/** Shown while the server reads or checks the file; the step appears by itself when it is ready. */
export function WorkingStep({ record, step }: { record: WizardImport; step: Step }) {
  return (
    <StepFrame record={record} step={step}>
      <JobProgress record={record} />
    </StepFrame>
  );
}
