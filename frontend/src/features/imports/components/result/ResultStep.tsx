import { Button, Group } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { apiLink } from '@/shared/api/client';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconFileAlert, IconFileText } from '@/shared/ui/icons';
import { isRowOutcome, type RowOutcome } from '../../importLabels';
import { ImportProblemAlert } from '../ImportProblemAlert';
import { OutcomeNumbers } from '../OutcomeNumbers';
import { StepFrame } from '../StepFrame';
import { OutcomeRows } from './OutcomeRows';
import classes from './Result.module.css';

/** Step 7: what came of it, the rows behind each number, and the ways on and back. */
export function ResultStep({ record }: { record: WizardImport }) {
  const t = useT();
  const { to } = useTenant();
  const [params, setParams] = useSearchParams();
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
        {written > 0 && (
          <Button component={Link} to={to(`/assets?q=${encodeURIComponent(`import=${record.id}`)}`)}>
            {t('imports.showAssets')}
          </Button>
        )}
        {record.error_file_id !== null && (
          <Button component="a" href={apiLink(`/files/${record.error_file_id}/content`)} download variant="default" leftSection={<IconFileAlert size={16} aria-hidden />}>
            {t('result.errorFile', { count: rejected })}
          </Button>
        )}
        {record.decisions_file_id !== null && (
          <Button component="a" href={apiLink(`/files/${record.decisions_file_id}/content`)} download variant="default" leftSection={<IconFileText size={16} aria-hidden />}>
            {t('imports.decisionsFile')}
          </Button>
        )}
        <Button component={Link} to={to('/imports/new')} variant="subtle">
          {t('imports.another')}
        </Button>
      </Group>
      <OutcomeRows key={shown} record={record} outcome={shown} />
    </StepFrame>
  );
}
