import type { WizardImport } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { OUTCOMES, outcomeLabel, outcomeTone, planLabel, type Outcome, type RowOutcome } from '../importLabels';
import classes from './Wizard.module.css';

interface OutcomeNumbersProps {
  record: WizardImport;
  stale?: boolean;
  /** Set where a number opens its rows. */
  chosen?: RowOutcome;
  onChoose?: (outcome: RowOutcome) => void;
}

/** How many rows end in which way. */
export function OutcomeNumbers({ record, stale = false, chosen, onChoose }: OutcomeNumbersProps) {
  const t = useT();
  const inside = (outcome: Outcome) => (
    <>
      <span className={classes['outcomeNumber']}>{formatNumber(record.counts[outcome])}</span>
      <StatusBadge tone={outcomeTone(outcome)}>{record.state === 'checked' ? planLabel(t, outcome) : outcomeLabel(t, outcome)}</StatusBadge>
    </>
  );
  return (
    <ul className={classes['outcomes']} data-stale={stale || undefined}>
      {OUTCOMES.filter((outcome) => outcome !== 'excluded' || record.counts.excluded > 0).map((outcome) => (
        <li key={outcome}>
          {onChoose === undefined || outcome === 'excluded' ? (
            <div className={classes['outcome']}>{inside(outcome)}</div>
          ) : (
            <button type="button" className={classes['outcome']} aria-pressed={outcome === chosen} onClick={() => onChoose(outcome)}>
              {inside(outcome)}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
