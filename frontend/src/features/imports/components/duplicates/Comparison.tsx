import { useState } from 'react';
import { Anchor, Button, Kbd, Switch } from '@mantine/core';
import { Link } from 'react-router';
import type { FieldRule, MatchChoice, MatchField, MatchRow } from '@/shared/api/importTypes';
import compare from '@/shared/compare/Compare.module.css';
import { Pick } from '@/shared/compare/Pick';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { sourceName } from '@/shared/ui/sourceName';
import { StatusBadge, type Tone } from '@/shared/ui/StatusBadge';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { isKept, ruleOf, withField } from '../../matchChoices';
import { GuardedButton } from '../GuardedButton';
import classes from './Duplicates.module.css';

interface ComparisonProps {
  row: MatchRow;
  pending: boolean;
  /** Whether to go on to the next pair afterwards. */
  onDecide: (choice: MatchChoice, onward: boolean) => void;
}

/** The row beside what it was recognised as, field by field, with where each value comes from. */
export function Comparison({ row, pending, onDecide }: ComparisonProps) {
  const t = useT();
  const { to } = useTenant();
  const [onlyChanges, setOnlyChanges] = useState(true);
  const changed = row.fields.filter((field) => field.is_changed || field.in_system !== field.in_file);
  const fields = onlyChanges ? changed : row.fields;
  const decided = decision(t, row);
  const known = row.asset === null ? t('match.rowOf', { row: row.duplicate_of_row ?? 0 }) : row.asset.tag;
  const whole = row.choice?.action === 'skip' || row.choice?.action === 'create';
  const merge = (): void => onDecide({ action: 'merge', merge: row.choice?.merge ?? 'take', ...(row.choice?.fields === undefined ? {} : { fields: row.choice.fields }) }, true);
  return (
    <>
      <div className={classes['reason']}>
        <StatusBadge tone={decided.tone}>{decided.label}</StatusBadge>
        <span>{row.reason}</span>
      </div>
      <ScrollRegion className={compare['scroller']} label={t('match.comparison')}>
        <table className={`${compare['table'] ?? ''} ${classes['table'] ?? ''}`} data-whole={whole || undefined}>
          <thead>
            <tr>
              <th scope="col">{t('imports.field')}</th>
              <th scope="col">
                {row.asset === null ? (
                  known
                ) : (
                  <Anchor component={Link} to={to(`/assets?open=${row.asset.id}`)} target="_blank" size="xs">
                    {t('match.inSystem', { asset: known })}
                  </Anchor>
                )}
              </th>
              <th scope="col">{t('match.inFile', { row: row.row })}</th>
              <th scope="col">{t('match.result')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <FieldLine key={field.field} row={row} field={field} locked={whole || pending} onChoose={(rule) => onDecide(withField(row, field.field, rule), false)} />
            ))}
            {fields.length === 0 && (
              <tr>
                <td colSpan={4} className={classes['same']}>
                  {t('match.noDifference')}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </ScrollRegion>
      <Switch size="xs" label={t('match.onlyChanges')} checked={onlyChanges} onChange={(event) => setOnlyChanges(event.currentTarget.checked)} />
      <div className={classes['actions']}>
        <Button loading={pending} onClick={merge} rightSection={<Kbd aria-hidden>m</Kbd>}>
          {row.asset === null ? t('match.mergeRows') : t('match.merge')}
        </Button>
        <Button variant="default" disabled={pending} onClick={() => onDecide({ action: 'skip' }, true)} rightSection={<Kbd aria-hidden>s</Kbd>}>
          {t('match.skip')}
        </Button>
        <GuardedButton
          variant="default"
          blocked={!row.can_create}
          describedBy="create-blocked"
          rightSection={<Kbd aria-hidden>c</Kbd>}
          onNext={() => onDecide({ action: 'create' }, true)}
        >
          {t('match.create')}
        </GuardedButton>
        {row.choice !== null && (
          <Button variant="subtle" disabled={pending} onClick={() => onDecide({ action: null }, false)}>
            {t('match.forget')}
          </Button>
        )}
        {!row.can_create && row.create_blocked_by !== null && (
          <span id="create-blocked" className={classes['blocked']}>
            {row.create_blocked_by}
          </span>
        )}
      </div>
    </>
  );
}

interface FieldLineProps {
  row: MatchRow;
  field: MatchField;
  locked: boolean;
  onChoose: (rule: FieldRule) => void;
}

function FieldLine({ row, field, locked, onChoose }: FieldLineProps) {
  const t = useT();
  const kept = isKept(row, field);
  const appends = ruleOf(row, field) === 'append';
  const differs = field.in_system !== field.in_file;
  const choosable = differs && !locked;
  const side = (rule: FieldRule, isPressed: boolean, value: string | null, label: string) =>
    choosable ? (
      <Pick label={`${field.label}: ${label}`} text={value ?? ''} isPressed={isPressed} onPress={() => onChoose(rule)} />
    ) : (
      <bdi>{value ?? '—'}</bdi>
    );
  return (
    <tr data-changed={field.is_changed || undefined}>
      <th scope="row">
        <bdi>{field.label}</bdi>
      </th>
      <td>
        {side('keep', kept && !appends, field.in_system, t('match.keepThis'))}
        {field.source !== null && (
          <span className={classes['source']}>
            <bdi>{sourceName(field.source)}</bdi>
          </span>
        )}
      </td>
      <td>
        {side('take', !kept && !appends, field.in_file, t('match.takeThis'))}
        {field.field === 'tags' && choosable && (
          <Pick label={`${field.label}: ${t('match.append')}`} text={t('match.append')} isPressed={appends} onPress={() => onChoose('append')} />
        )}
      </td>
      <td className={classes['resultCell']}>
        <bdi>{field.result ?? '—'}</bdi>
      </td>
    </tr>
  );
}

function decision(t: Translate, row: MatchRow): { tone: Tone; label: string } {
  switch (row.choice?.action) {
    case 'merge':
      return { tone: 'teal', label: t('match.decidedMerge') };
    case 'skip':
      return { tone: 'outline', label: t('match.decidedSkip') };
    case 'create':
      return { tone: 'success', label: t('match.decidedCreate') };
    default:
      return row.outcome === 'review' ? { tone: 'pending', label: t('match.open') } : { tone: 'neutral', label: t('match.asFound') };
  }
}
