import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import type { ReviewDetail } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useMerging } from '@/shared/merging/MergeProvider';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle, IconArrowMerge, IconCheck, IconCircleDashed } from '@/shared/ui/icons';
import { percent } from '../likelihood';
import classes from './Review.module.css';

type Candidate = ReviewDetail['candidates'][number];
type Finding = Candidate['evidence'][number];

interface ReviewCandidatesProps {
  review: ReviewDetail;
  target: number;
  onTarget: (index: number) => void;
}

/** The assets it may be, each with all findings in words and which way they point. */
export function ReviewCandidates({ review, target, onTarget }: ReviewCandidatesProps) {
  const t = useT();
  const { to } = useTenant();
  const merging = useMerging();
  const assets = review.candidates.flatMap((each) => (each.asset_id === null || each.is_gone ? [] : [each.asset_id]));
  return (
    <fieldset className={classes['candidates']}>
      <legend className={classes['section']}>{t('reviews.candidates')}</legend>
      {review.candidates.map((candidate, index) => (
        <div key={candidate.asset_id ?? `row ${String(index)}`} className={classes['candidate']} data-chosen={index === target || undefined}>
          <label className={classes['candidateHead']}>
            <input
              type="radio"
              name="candidate"
              checked={index === target}
              disabled={review.state !== 'open' || candidate.asset_id === null || candidate.is_gone}
              onChange={() => onTarget(index)}
            />
            <span className={classes['candidateName']}>
              <bdi className="qd-nums">{candidate.row === null ? candidate.label : t('reviews.rowCandidate', { row: candidate.row })}</bdi>
              {candidate.name !== null && candidate.name !== '' && <bdi className={classes['meta']}>{candidate.name}</bdi>}
              {candidate.is_gone && candidate.row === null && <span className={classes['meta']}>{t('reviews.gone')}</span>}
            </span>
            <span className={classes['likely']}>{t('reviews.score', { percent: percent(candidate.score) })}</span>
          </label>
          <ul className={classes['evidence']}>
            {candidate.evidence.map((finding) => (
              <EvidenceLine key={`${finding.kind}:${finding.label}`} finding={finding} />
            ))}
          </ul>
          {candidate.asset_id !== null && !candidate.is_gone && (
            <Anchor component={Link} to={to(`/assets?open=${candidate.asset_id}`)} size="xs" underline="always" target="_blank">
              {t('reviews.openAsset', { tag: candidate.label })}
            </Anchor>
          )}
        </div>
      ))}
      {review.state === 'open' && merging.may && assets.length > 1 && (
        <Button size="compact-sm" variant="default" className={classes['same'] ?? ''} leftSection={<IconArrowMerge size={15} aria-hidden />} onClick={() => merging.merge(assets)}>
          {t('reviews.sameMachine')}
        </Button>
      )}
    </fieldset>
  );
}

function EvidenceLine({ finding }: { finding: Finding }) {
  const t = useT();
  const way = finding.weight > 0 ? 'for' : finding.weight < 0 ? 'against' : 'neutral';
  const Icon = { for: IconCheck, against: IconAlertTriangle, neutral: IconCircleDashed }[way];
  const value =
    finding.incoming === finding.on_record
      ? finding.incoming
      : t('reviews.evidence.versus', { incoming: finding.incoming, onRecord: finding.on_record });
  return (
    <li data-way={way}>
      <Icon size={14} aria-hidden />
      <span>
        {finding.label} {finding.finding}
        <span className="qd-visually-hidden"> ({t(`reviews.evidence.${way}`)})</span>
        {value !== '' && <bdi className={classes['meta']}> {value}</bdi>}
      </span>
    </li>
  );
}
