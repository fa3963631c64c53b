import { useNavigate } from 'react-router';
import type { WizardImport } from '@/shared/api/importTypes';
import { useTenant } from '@/shared/session/tenant';
import { stepPlaces } from './wizardState';
import type { Step } from './wizardSteps';

/** Moving about in one import. */
export function useWizard(record: WizardImport, step: Step) {
  const navigate = useNavigate();
  const { to } = useTenant();
  const addressOf = (other: Step): string => to(`/imports/${record.id}/${other}`);
  return {
    places: stepPlaces(record, step, addressOf),
    addressOf,
    goTo: (other: Step): void => void navigate(addressOf(other)),
    /** Goes on once something has begun. The step may be gone by then: what the server does now has taken its place. */
    goAfter: (begun: Promise<unknown>, other: Step): void => void begun.then(() => navigate(addressOf(other)), () => undefined),
  };
}
