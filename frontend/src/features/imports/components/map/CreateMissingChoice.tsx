import { Checkbox } from '@mantine/core';
import type { CreateMissing, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useWriteMapping } from '../../api/importMutations';
import classes from './Map.module.css';

const KINDS = ['client', 'location', 'contact'] as const;

/** Creating what is missing is an explicit tick for each kind; without it such rows are left out and listed. */
export function CreateMissingChoice({ record, create }: { record: WizardImport; create: CreateMissing }) {
  const t = useT();
  const { slug, can } = useTenant();
  const write = useWriteMapping(slug, record.id);
  const allowed = can('clients:write');
  return (
    <fieldset className={classes['create']}>
      <legend>{t('map.create')}</legend>
      <p className={classes['detailHelp']}>{allowed ? t('map.createHelp') : t('map.createForbidden')}</p>
      {write.isError && <ProblemAlert error={write.error} />}
      <div className={classes['createChoices']}>
        {KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={t(`map.create.${kind}`)}
            disabled={!allowed || write.isPending}
            checked={create[kind]}
            onChange={(event) => write.mutate({ create: { [kind]: event.currentTarget.checked } })}
          />
        ))}
      </div>
    </fieldset>
  );
}
