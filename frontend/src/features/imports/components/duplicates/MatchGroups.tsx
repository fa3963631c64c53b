import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import type { MatchGroup, WizardImport } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useChoose } from '../../api/importMutations';
import { CHOICE_NAMES, choiceOf, GROUP_CHOICES, groupChoiceOf, isGroupChoice } from '../../matchChoices';
import classes from './Duplicates.module.css';

interface MatchGroupsProps {
  record: WizardImport;
  groups: readonly MatchGroup[];
  current: MatchGroup;
  onPick: (kind: string) => void;
}

/** By what the rows were recognised, with how many, and one decision for all that are alike. */
export function MatchGroups({ record, groups, current, onPick }: MatchGroupsProps) {
  const t = useT();
  return (
    <section aria-label={t('match.groups')} className={classes['groups']}>
      <ul>
        {groups.map((group) => {
          const choice = groupChoiceOf(group.choice);
          return (
            <li key={group.kind}>
              <button type="button" className={classes['group']} aria-pressed={group.kind === current.kind} onClick={() => onPick(group.kind)}>
                <span className={classes['groupLine']}>
                  <span>{group.label}</span>
                  <strong className="qd-nums">{formatNumber(group.rows)}</strong>
                </span>
                <span className={classes['groupMeta']}>
                  {choice === null ? t('match.asFound') : t('match.forAll', { choice: t(CHOICE_NAMES[choice]) })}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <ApplyToAll key={current.kind} record={record} group={current} />
    </section>
  );
}

function ApplyToAll({ record, group }: { record: WizardImport; group: MatchGroup }) {
  const t = useT();
  const { slug } = useTenant();
  const choose = useChoose(slug, record.id);
  const [choice, setChoice] = useState(groupChoiceOf(group.choice));
  return (
    <form
      className={classes['applyAll']}
      onSubmit={(event) => {
        event.preventDefault();
        choose.mutate({ scope: 'kind', kind: group.kind, ...(choice === null ? { action: null } : choiceOf(choice)) });
      }}
    >
      {choose.isError && <ProblemAlert error={choose.error} />}
      <Select
        label={t('match.forAllOf', { label: group.label })}
        placeholder={t('match.asFound')}
        clearable
        data={GROUP_CHOICES.map((each) => ({ value: each, label: t(CHOICE_NAMES[each]) }))}
        value={choice}
        onChange={(value) => setChoice(isGroupChoice(value) ? value : null)}
      />
      <Button type="submit" variant="default" loading={choose.isPending}>
        {t('match.apply', { count: group.rows })}
      </Button>
      <span role="status" className={classes['groupMeta']}>
        {choose.data === undefined ? '' : t('match.applied', { count: choose.data.rows })}
      </span>
    </form>
  );
}
