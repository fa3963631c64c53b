import type { WizardImport } from '@/shared/api/importTypes';
import { isStep, STEPS, stepNumber, type Step } from './wizardSteps';

const PREPARED: readonly Step[] = ['sheet', 'map', 'check'];
const CHECKED: readonly Step[] = [...PREPARED, 'duplicates', 'run'];

/** Where the server lets a person in. */
export function openSteps(record: WizardImport): readonly Step[] {
  switch (record.state) {
    case 'uploaded':
      return ['sheet'];
    case 'mapped':
      return PREPARED;
    case 'reading':
    case 'checking':
      return record.dry_run ? ['check', 'duplicates', 'run'] : ['run'];
    case 'checked':
      return CHECKED;
    case 'running':
      return ['run'];
    case 'finished':
      return ['result'];
    case 'failed':
    case 'cancelled':
      return record.dry_run ? PREPARED : [...PREPARED, 'result'];
  }
}

/** Where to land: the asked or remembered step if it is open, else the last open one before it, else the first. */
export function stepOf(record: WizardImport, asked?: Step): Step {
  const open = openSteps(record);
  const wanted = asked ?? (isStep(record.step) ? record.step : 'check');
  if (open.includes(wanted)) return wanted;
  const before = open.filter((step) => stepNumber(step) < stepNumber(wanted));
  return before.at(-1) ?? open[0] ?? 'sheet';
}

export function stepPlaces(record: WizardImport, current: Step, addressOf: (step: Step) => string) {
  const open = openSteps(record);
  return STEPS.map((step) => ({
    step,
    done: stepNumber(step) < stepNumber(current) || record.state === 'finished',
    href: open.includes(step) ? addressOf(step) : null,
  }));
}
