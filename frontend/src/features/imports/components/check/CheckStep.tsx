import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconListDetails } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useRunImport } from '../../api/importMutations';
import { issuesQuery, mappingQuery } from '../../api/importQueries';
import { useWizard } from '../../useWizard';
import { Blockers } from '../Blockers';
import { ImportProblemAlert } from '../ImportProblemAlert';
import { GuardedButton } from '../GuardedButton';
import { StepFrame } from '../StepFrame';
import { CheckWorkspace } from './CheckWorkspace';

/** Step 4: every row as it will be taken, with what is wrong, and the means to mend it here. */
export function CheckStep({ record }: { record: WizardImport }) {
  return record.state === 'checked' ? <Checked record={record} /> : <NotChecked record={record} />;
}

function NotChecked({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const run = useRunImport(slug, record.id);
  const blocked = record.blockers.length > 0;
  return (
    <StepFrame record={record} step="check">
      <ImportProblemAlert record={record} />
      {run.isError && <ProblemAlert error={run.error} />}
      <Blank
        icon={<IconListDetails size={22} />}
        title={t('check.notYet')}
        actions={
          <Button loading={run.isPending} disabled={blocked} onClick={() => run.mutate({ dry_run: true, strict: true })}>
            {t('map.next')}
          </Button>
        }
      >
        {blocked ? <Blockers blockers={record.blockers} /> : t('check.notYetHelp')}
      </Blank>
    </StepFrame>
  );
}

function Checked({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const { goTo, goAfter } = useWizard(record, 'check');
  const run = useRunImport(slug, record.id);
  const issues = useQuery(issuesQuery(slug, record.id));
  const mapping = useQuery(mappingQuery(slug, record.id));
  const next = (): void => {
    if (record.is_stale) goAfter(run.mutateAsync({ dry_run: true }), 'duplicates');
    else goTo('duplicates');
  };
  const failed = issues.error ?? mapping.error;
  const ready = issues.data !== undefined && mapping.data !== undefined;
  const left = issues.data === undefined ? 0 : issues.data.errors + issues.data.excluded;
  return (
    <StepFrame
      record={record}
      step="check"
      fill={ready}
      note={
        run.isError ? run.error.message : record.is_stale ? t('check.staleNote') : left > 0 ? t('check.leftOut', { count: left }) : t('check.allGood')
      }
      noteTone={run.isError ? 'danger' : undefined}
      next={
        <GuardedButton blocked={!ready} pending={run.isPending} onNext={next}>
          {t('check.next')}
        </GuardedButton>
      }
    >
      {!ready && failed !== null && (
        <ProblemAlert
          error={failed}
          onRetry={() => {
            void issues.refetch();
            void mapping.refetch();
          }}
        />
      )}
      {!ready && failed === null && <Loading />}
      {issues.data !== undefined && mapping.data !== undefined && (
        <CheckWorkspace record={record} issues={issues.data} columns={mapping.data.columns} />
      )}
    </StepFrame>
  );
}
