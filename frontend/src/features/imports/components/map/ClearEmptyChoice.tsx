import { Checkbox } from '@mantine/core';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useWriteMapping } from '../../api/importMutations';
import classes from './Map.module.css';

/** Emptying fields is an explicit tick, offered only for an export that comes back. */
export function ClearEmptyChoice({ record, clears }: { record: WizardImport; clears: boolean }) {
  const t = useT();
  const { slug } = useTenant();
  const write = useWriteMapping(slug, record.id);
  return (
    <fieldset className={classes['create']}>
      <legend>{t('map.clearEmpty')}</legend>
      {write.isError && <ProblemAlert error={write.error} />}
      <div className={classes['createChoices']}>
        <Checkbox
          label={t('map.clearEmpty.clear')}
          description={t('map.clearEmpty.help')}
          disabled={write.isPending}
          checked={clears}
          onChange={(event) => write.mutate({ clear_empty: event.currentTarget.checked })}
        />
      </div>
    </fieldset>
  );
}
