import type { MessageKey } from '@/shared/i18n/i18n';

/** The steps of an import in the order they are walked; also the last part of the wizard's address. */
export const STEPS = ['upload', 'sheet', 'map', 'check', 'duplicates', 'run', 'result'] as const;
export type Step = (typeof STEPS)[number];

export const isStep = (text: string | undefined): text is Step => STEPS.some((step) => step === text);

export const stepNumber = (step: Step): number => STEPS.indexOf(step) + 1;

/** Short for the bar of steps, long for the heading. */
export const STEP_NAMES: Record<Step, { short: MessageKey; long: MessageKey }> = {
  upload: { short: 'wizard.upload.short', long: 'wizard.upload.long' },
  sheet: { short: 'wizard.sheet.short', long: 'wizard.sheet.long' },
  map: { short: 'wizard.map.short', long: 'wizard.map.long' },
  check: { short: 'wizard.check.short', long: 'wizard.check.long' },
  duplicates: { short: 'wizard.duplicates.short', long: 'wizard.duplicates.long' },
  run: { short: 'wizard.run.short', long: 'wizard.run.long' },
  result: { short: 'wizard.result.short', long: 'wizard.result.long' },
};
