import { useEffect, useEffectEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { CustomField } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { type CustomFieldChanges, fieldImpactQuery } from '../api/settingsQueries';
import { FieldDuplicates } from './FieldDuplicates';

interface FieldImpactProps {
  field: CustomField;
  changes: CustomFieldChanges;
  onSave: () => void;
  onCancel: () => void;
}

/** Looks what a change would find among the assets, and asks only if there is anything to know. */
export function FieldImpact({ field, changes, onSave, onCancel }: FieldImpactProps) {
  const t = useT();
  const { slug } = useTenant();
  const impact = useQuery(fieldImpactQuery(slug, field, changes));
  const found = impact.data;
  const isHarmless = impact.isError || (found !== undefined && found.breaking === 0 && found.missing === 0 && found.of_other_types === 0 && found.duplicated === 0);
  const save = useEffectEvent(onSave);
  useEffect(() => {
    // A change that makes no sense is refused by saving it, and the refusal lands on its field.
    if (isHarmless) save();
  }, [isHarmless]);
  if (found === undefined || isHarmless) return null;
  if (found.duplicated > 0) return <FieldDuplicates field={field} found={found} onClose={onCancel} />;
  return (
    <ConfirmDialog opened harmless title={t('impact.title', { name: field.label })} confirm={t('impact.save')} pending={false} error={null} onClose={onCancel} onConfirm={onSave}>
      {found.breaking > 0 && <p>{t(found.is_complete ? 'impact.breaking' : 'impact.breakingAtLeast', { count: found.breaking })}</p>}
      {found.samples.length > 0 && (
        <ul>
          {found.samples.map((sample) => (
            <li key={sample.value}>
              <bdi>{sample.value}</bdi> · {t('fields.assets', { count: sample.assets })}
            </li>
          ))}
        </ul>
      )}
      {found.missing > 0 && <p>{t('impact.missing', { count: found.missing })}</p>}
      {found.of_other_types > 0 && <p>{t('impact.otherTypes', { count: found.of_other_types })}</p>}
      <p>{t('impact.stays')}</p>
    </ConfirmDialog>
  );
}
