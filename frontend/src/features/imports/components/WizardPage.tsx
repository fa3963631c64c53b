import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { isProblem } from '@/shared/api/problem';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { PageWait } from '@/shared/ui/PageWait';
import { useStepMemory } from '../api/importMutations';
import { importQuery, isMoving } from '../api/importQueries';
import { stepOf } from '../wizardState';
import { isStep, type Step } from '../wizardSteps';
import { CheckStep } from './check/CheckStep';
import { DuplicatesStep } from './duplicates/DuplicatesStep';
import { MapStep } from './map/MapStep';
import { NotAllowed } from './NotAllowed';
import { ResultStep } from './result/ResultStep';
import { RunStep } from './run/RunStep';
import { SheetStep } from './sheet/SheetStep';
import { WorkingStep } from './WorkingStep';
import '../messages';

/** One import, from its sheet to its result. Its address and the server remember the step: leave, come back, change the device. */
export function WizardPage() {
  const t = useT();
  const { importId = '', step } = useParams();
  const { slug, can, to } = useTenant();
  const record = useQuery({ ...importQuery(slug, importId), enabled: can('imports:run') });
  if (!can('imports:run') || (isProblem(record.error) && record.error.status === 403)) return <NotAllowed />;
  if (record.data === undefined) return <PageWait title={t('nav.imports')} path={[{ label: t('nav.imports'), to: to('/imports') }]} needs={[record]} />;
  const asked = isStep(step) ? step : undefined;
  const current = stepOf(record.data, asked);
  if (current !== asked) return <Navigate to={to(`/imports/${importId}/${current}`)} replace />;
  return <WizardStepPage key={importId} record={record.data} step={current} />;
}

function WizardStepPage({ record, step }: { record: WizardImport; step: Step }) {
  const { slug } = useTenant();
  const { mutate: remember } = useStepMemory(slug, record.id);
  const moving = isMoving(record);
  const isKept = record.step === step;
  useEffect(() => {
    if (!moving && !isKept) remember(step);
  }, [moving, isKept, remember, step]);

  if (moving && step !== 'run') return <WorkingStep record={record} step={step} />;
  switch (step) {
    case 'upload':
    case 'sheet':
      return <SheetStep record={record} />;
    case 'map':
      return <MapStep record={record} />;
    case 'check':
      return <CheckStep record={record} />;
    case 'duplicates':
      return <DuplicatesStep record={record} />;
    case 'run':
      return <RunStep record={record} />;
    case 'result':
      return <ResultStep record={record} />;
  }
}
