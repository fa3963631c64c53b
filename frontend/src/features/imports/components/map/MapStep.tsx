import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ImportMapping, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useRunImport, useWriteMapping } from '../../api/importMutations';
import { mappingQuery } from '../../api/importQueries';
import { useFields } from '../../api/useFields';
import { clashesOf, editsAsWrites, mappedCounts, withEdits, type FieldEdits } from '../../mappingEdits';
import { useWizard } from '../../useWizard';
import { Blockers } from '../Blockers';
import { ImportProblemAlert } from '../ImportProblemAlert';
import { GuardedButton } from '../GuardedButton';
import { StepFrame } from '../StepFrame';
import { ClashReasons } from './ClashReasons';
import { ClearEmptyChoice } from './ClearEmptyChoice';
import { ColumnTable } from './ColumnTable';
import { CreateMissingChoice } from './CreateMissingChoice';
import { MapToolbar } from './MapToolbar';
import { RequiredFields } from './RequiredFields';

const NO_EDITS: FieldEdits = new Map();

/** Step 3: which column fills which field. Every choice is kept at once, unless it clashes with another. */
export function MapStep({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const { goTo, goAfter } = useWizard(record, 'map');
  const mapping = useQuery(mappingQuery(slug, record.id));
  const write = useWriteMapping(slug, record.id);
  const run = useRunImport(slug, record.id);
  const [edits, setEdits] = useState<FieldEdits>(NO_EDITS);
  const columns = withEdits(mapping.data?.columns ?? [], edits);
  const clashes = clashesOf(columns);
  const blockers = record.blockers.filter((blocker) => blocker.step === 'map' || blocker.step === 'sheet');

  const choose = (index: number, field: string | null): void => {
    const next = new Map(edits).set(index, field);
    setEdits(next);
    if (clashesOf(withEdits(mapping.data?.columns ?? [], next)).size > 0) return;
    write.mutate({ columns: editsAsWrites(next) }, { onSuccess: () => setEdits((now) => (now === next ? NO_EDITS : now)) });
  };
  const check = (): void => {
    if (record.state === 'checked' && !record.is_stale) goTo('check');
    else goAfter(run.mutateAsync({ dry_run: true, strict: true }), 'check');
  };
  const blocked = clashes.size > 0 || blockers.length > 0 || mapping.data === undefined;

  return (
    <StepFrame
      record={record}
      step="map"
      noteTone={clashes.size > 0 || blockers.length > 0 ? 'danger' : undefined}
      note={
        clashes.size > 0 ? <ClashReasons clashes={clashes} /> : blockers.length > 0 ? <Blockers blockers={blockers} /> : t('imports.checkHelp')
      }
      next={
        <GuardedButton blocked={blocked} pending={run.isPending || write.isPending} onNext={check}>
          {t('map.next')}
        </GuardedButton>
      }
    >
      <ImportProblemAlert record={record} />
      {write.isError && <ProblemAlert error={write.error} />}
      {run.isError && <ProblemAlert error={run.error} />}
      {mapping.isPending && <Loading />}
      {mapping.isError && mapping.data === undefined && <ProblemAlert error={mapping.error} onRetry={() => void mapping.refetch()} />}
      {mapping.data !== undefined && <MapBody record={record} mapping={mapping.data} columns={columns} onChoose={choose} onGuessed={() => setEdits(NO_EDITS)} />}
    </StepFrame>
  );
}

interface MapBodyProps {
  record: WizardImport;
  mapping: ImportMapping;
  columns: ImportMapping['columns'];
  onChoose: (index: number, field: string | null) => void;
  onGuessed: () => void;
}

function MapBody({ record, mapping, columns, onChoose, onGuessed }: MapBodyProps) {
  const { slug } = useTenant();
  const fields = useFields(slug);
  return (
    <>
      <MapToolbar record={record} mapping={mapping} counts={mappedCounts(columns)} onReplaced={onGuessed} />
      <RequiredFields record={record} mapping={mapping} />
      <ColumnTable record={record} mapping={mapping} columns={columns} fields={fields.data?.fields ?? []} onChoose={onChoose} />
      <CreateMissingChoice record={record} create={mapping.create} />
      {mapping.clear_empty !== null && <ClearEmptyChoice record={record} clears={mapping.clear_empty} />}
    </>
  );
}
