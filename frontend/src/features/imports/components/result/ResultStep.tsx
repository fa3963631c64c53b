import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { apiLink } from '@/shared/api/client';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconArrowsSplit, IconDeviceFloppy, IconFileAlert, IconFileText, IconPencil } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useRetryImport } from '../../api/importMutations';
import { isRowOutcome, type RowOutcome } from '../../importLabels';
import { ImportProblemAlert } from '../ImportProblemAlert';
import { SavePresetDialog } from '../map/SavePresetDialog';
import { OutcomeNumbers } from '../OutcomeNumbers';
import { StepFrame } from '../StepFrame';
import { UndoStanding } from '../undo/UndoStanding';
import { OutcomeRows } from './OutcomeRows';
import classes from './Result.module.css';

/** Step 7: what came of it, the rows behind each number, and the ways on and back. */
export function ResultStep({ record }: { record: WizardImport }) {
  const t = useT();
  const { to } = useTenant();
  const navigate = useNavigate();
  const retry = useRetryImport(record.id);
  const [params, setParams] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const asked = params.get('outcome');
  const rejected = record.counts.rejected;
  const shown: RowOutcome = isRowOutcome(asked) ? asked : rejected > 0 ? 'rejected' : record.counts.created > 0 ? 'created' : 'updated';
  const written = record.counts.created + record.counts.updated;
  return (
    <StepFrame record={record} step="result">
      <ImportProblemAlert record={record} />
      <p className={classes['lead']} role="status">
        {record.state === 'cancelled' ? t('result.cancelled') : t('imports.finishedText', { rows: record.counts.rows })}
      </p>
      <OutcomeNumbers record={record} chosen={shown} onChoose={(outcome) => setParams({ outcome }, { replace: true })} />
      <Group gap="sm">
        {written > 0 && record.filter !== null && (
          <Button component={Link} to={to(`/assets?q=${encodeURIComponent(record.filter)}`)}>
            {t('imports.showAssets')}
          </Button>
        )}
        {record.error_file_id !== null && (
          <Button component="a" href={apiLink(`/files/${record.error_file_id}/content`)} download variant="default" leftSection={<IconFileAlert size={16} aria-hidden />}>
            {t('result.errorFile', { count: rejected })}
          </Button>
        )}
        {record.error_file_id !== null && (
          <Button
            variant="default"
            loading={retry.isPending}
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={() => retry.mutate(undefined, { onSuccess: (next) => void navigate(to(`/imports/${next.id}`)) })}
          >
            {t('result.retry')}
          </Button>
        )}
        {record.counts.review > 0 && record.job_id !== null && (
          <Button component={Link} to={to(`/reviews?job=${record.job_id}`)} variant="default" leftSection={<IconArrowsSplit size={16} aria-hidden />}>
            {t('result.review', { count: record.counts.review })}
          </Button>
        )}
        {record.decisions_file_id !== null && (
          <Button component="a" href={apiLink(`/files/${record.decisions_file_id}/content`)} download variant="default" leftSection={<IconFileText size={16} aria-hidden />}>
            {t('imports.decisionsFile')}
          </Button>
        )}
        <Button variant="default" leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={() => setSaving(true)}>
          {t('map.savePreset')}
        </Button>
        <Button component={Link} to={to('/imports/new')} variant="subtle">
          {t('imports.another')}
        </Button>
      </Group>
      {retry.isError && <ProblemAlert error={retry.error} />}
      {record.change_set_id !== null && (
        <div className={classes['undo']}>
          <UndoStanding
            of={{ changeSet: record.change_set_id, ofImport: record.id, what: t('result.whatWasImported', { file: record.file.name }) }}
            label={t('result.undo')}
            until={undoUntil(record.saved_at)}
          />
        </div>
      )}
      {saving && <SavePresetDialog record={record} onClose={() => setSaving(false)} />}
      <OutcomeRows key={shown} record={record} outcome={shown} />
    </StepFrame>
  );
}

const UNDO_DAYS = 30;

/** The server keeps the way back open for so long after the import. */
function undoUntil(saved: string): string {
  const day = new Date(saved);
  day.setDate(day.getDate() + UNDO_DAYS);
  return day.toISOString();
}
