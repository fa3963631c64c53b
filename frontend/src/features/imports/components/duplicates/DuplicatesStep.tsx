import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconAlertTriangle, IconCheck } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useRunImport } from '../../api/importMutations';
import { matchesQuery } from '../../api/importQueries';
import { inOrder } from '../../matchChoices';
import { useWizard } from '../../useWizard';
import { GuardedButton } from '../GuardedButton';
import { StepFrame } from '../StepFrame';
import { MatchGroups } from './MatchGroups';
import { MatchWalk } from './MatchWalk';
import classes from './Duplicates.module.css';

/** Step 5: rows that are already known, or that the file holds twice; decided one by one or for all alike. */
export function DuplicatesStep({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const { goTo, goAfter } = useWizard(record, 'duplicates');
  const run = useRunImport(slug, record.id);
  const matches = useQuery(matchesQuery(slug, record.id));
  const [picked, setPicked] = useState<string | null>(null);
  const groups = inOrder(matches.data?.items ?? []).filter((group) => group.rows > 0);
  const current = groups.find((group) => group.kind === picked) ?? groups[0];
  const next = (): void => {
    if (record.is_stale) goAfter(run.mutateAsync({ dry_run: true }), 'run');
    else goTo('run');
  };
  return (
    <StepFrame
      record={record}
      step="duplicates"
      note={run.isError ? run.error.message : record.is_stale ? t('check.staleNote') : t('match.note')}
      noteTone={run.isError ? 'danger' : undefined}
      next={
        <GuardedButton blocked={matches.data === undefined} pending={run.isPending} onNext={next}>
          {t('match.next')}
        </GuardedButton>
      }
    >
      {matches.isPending && <Loading />}
      {matches.isError && matches.data === undefined && <ProblemAlert error={matches.error} onRetry={() => void matches.refetch()} />}
      {matches.data !== undefined && current === undefined && <NothingToDecide record={record} />}
      {current !== undefined && (
        <div className={classes['columns']}>
          <MatchGroups record={record} groups={groups} current={current} onPick={setPicked} />
          <MatchWalk key={current.kind} record={record} group={current} />
        </div>
      )}
    </StepFrame>
  );
}

/** No row is known and none stands in the file twice: what comes of them then, in the numbers of the check. */
function NothingToDecide({ record }: { record: WizardImport }) {
  const t = useT();
  const { addressOf } = useWizard(record, 'duplicates');
  const { created, rows } = record.counts;
  const left = record.counts.rejected + record.counts.excluded;
  if (created === 0 && left > 0) {
    return (
      <Blank
        icon={<IconAlertTriangle size={22} />}
        title={t('match.nothingLeft')}
        actions={
          <Button component={Link} to={addressOf('check')}>
            {t('match.toCheck')}
          </Button>
        }
      >
        {t('match.nothingLeftHelp', { rows })}
      </Blank>
    );
  }
  return (
    <Blank icon={<IconCheck size={22} />} title={t('match.none')}>
      {left === 0 ? t('match.noneHelp') : t('match.noneHelpOf', { created, left })}
    </Blank>
  );
}
