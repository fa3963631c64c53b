import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import type { ReviewDetail } from '@/shared/api/types';
import compare from '@/shared/compare/Compare.module.css';
import { Pick } from '@/shared/compare/Pick';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import type { FieldChoice, FieldChoices } from '../api/reviewMutations';
import classes from './Review.module.css';

type Side = ReviewDetail['fields'][number];

interface ReviewComparisonProps {
  review: ReviewDetail;
  target: number;
  choices: FieldChoices;
  /** Null where there is nothing to decide any more; a choice of null leaves the field to the precedence again. */
  onChoose: ((field: string, choice: FieldChoice | null) => void) | null;
}

/** Fields nobody chooses: what it is and whose. */
const FIXED: ReadonlySet<string> = new Set(['type', 'client', 'tag']);

/** What came in beside every candidate; where the chosen one differs, pressing a value decides the field. */
export function ReviewComparison({ review, target, choices, onChoose }: ReviewComparisonProps) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug)).data;
  const [isWhole, setWhole] = useState(false);
  const told = (side: Side): boolean => textOfField(catalogue, side.field, side.incoming) !== '';
  const shown = review.fields.filter((side) => isWhole || told(side));
  const rest = review.fields.length - shown.length;
  const canChoose = onChoose !== null && review.fields.some((side) => isChoosable(side, target));
  return (
    <section aria-labelledby="review-fields">
      <h3 id="review-fields" className={classes['section']}>
        {t('reviews.fields')}
      </h3>
      {canChoose && <p className={classes['meta']}>{t('reviews.chooseHelp')}</p>}
      <ScrollRegion className={compare['scroller']} label={t('reviews.fields')}>
        <table className={compare['table']}>
          <thead>
            <tr>
              <th scope="col">{t('reviews.field')}</th>
              <th scope="col">{t('reviews.incoming')}</th>
              {review.candidates.map((candidate, index) => (
                <th key={candidate.asset_id ?? index} scope="col" data-chosen={index === target || undefined}>
                  <bdi>{candidate.label}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((side) => (
              <FieldRow
                key={side.field}
                side={side}
                target={target}
                text={(value) => textOfField(catalogue, side.field, value)}
                choice={choices[side.field]}
                onChoose={onChoose !== null && isChoosable(side, target) ? (choice) => onChoose(side.field, choice) : null}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {(isWhole || rest > 0) && (
        <Button size="compact-sm" variant="subtle" mt={6} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('reviews.fewerFields') : t('reviews.moreFields', { count: rest })}
        </Button>
      )}
    </section>
  );
}

const isChoosable = (side: Side, target: number): boolean => side.differs[target] === true && !FIXED.has(side.field);

interface FieldRowProps {
  side: Side;
  target: number;
  text: (value: unknown) => string;
  choice: FieldChoice | undefined;
  onChoose: ((choice: FieldChoice | null) => void) | null;
}

function FieldRow({ side, target, text, choice, onChoose }: FieldRowProps) {
  const t = useT();
  const press = (wanted: FieldChoice): void => onChoose?.(choice === wanted ? null : wanted);
  const incoming = text(side.incoming);
  return (
    <tr>
      <th scope="row">{side.label}</th>
      <td>
        {onChoose === null ? (
          <bdi>{incoming}</bdi>
        ) : (
          <Pick label={t('reviews.takeValue', { field: side.label, value: incoming })} text={incoming} isPressed={choice === 'take'} onPress={() => press('take')} />
        )}
      </td>
      {side.candidates.map((value, index) => {
        const own = text(value);
        const differs = side.differs[index] === true;
        return (
          // The candidates have no id of their own here; their order is that of the columns.
          <td key={index} data-differs={differs || undefined}>
            {index === target && onChoose !== null ? (
              <Pick
                label={t('reviews.keepValue', { field: side.label, value: own === '' ? t('compare.empty') : own })}
                text={own}
                isPressed={choice === 'keep'}
                onPress={() => press('keep')}
              />
            ) : (
              <bdi>{own}</bdi>
            )}
            {differs && <span className="qd-visually-hidden"> ({t('reviews.differs')})</span>}
          </td>
        );
      })}
    </tr>
  );
}
