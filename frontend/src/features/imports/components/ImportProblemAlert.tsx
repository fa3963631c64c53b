import { Alert } from '@mantine/core';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertOctagon } from '@/shared/ui/icons';
import { problemOfImport } from '../importLabels';

/** Why the last run of this import stopped, when it did. */
export function ImportProblemAlert({ record }: { record: WizardImport }) {
  const t = useT();
  const problem = problemOfImport(record);
  if (problem === null) return null;
  return (
    <Alert role="alert" color="red" mb="md" icon={<IconAlertOctagon size={18} aria-hidden />} title={t('imports.stopped')}>
      {problem}
    </Alert>
  );
}
