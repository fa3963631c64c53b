import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { ImportMapping, RequiredField, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { useChooseClient, useWriteMapping } from '../../api/importMutations';
import { madeOf } from '../../mappingEdits';
import classes from './Map.module.css';

/** What every asset must have and no column gives, first of all, with one value for all rows as the way out. */
export function RequiredFields({ record, mapping }: { record: WizardImport; mapping: ImportMapping }) {
  const t = useT();
  const missing = mapping.required.filter((field) => !field.is_satisfied);
  if (missing.length === 0) return null;
  return (
    <section className={classes['required']} aria-label={t('map.required')}>
      {missing.map((field) => (
        <div key={field.field} className={classes['requiredRow']}>
          <IconAlertTriangle size={16} aria-hidden />
          <div className={classes['requiredText']}>
            <strong>{field.label}</strong>
            <span>{field.message}</span>
          </div>
          {field.field === 'client' ? (
            <OneClient record={record} />
          ) : (
            field.field !== 'identity' && <OneValue record={record} mapping={mapping} field={field} />
          )}
        </div>
      ))}
    </section>
  );
}

function OneClient({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const choose = useChooseClient(slug, record.id);
  return (
    <div>
      <ReferenceSelect
        kind="client"
        clientId={null}
        w={240}
        aria-label={t('map.oneClient')}
        placeholder={t('map.oneClient')}
        value={null}
        onChange={(client) => {
          if (client !== null) choose.mutate(client.id);
        }}
      />
      {choose.isError && <ProblemAlert error={choose.error} />}
    </div>
  );
}

function OneValue({ record, mapping, field }: { record: WizardImport; mapping: ImportMapping; field: RequiredField }) {
  const t = useT();
  const { slug } = useTenant();
  const write = useWriteMapping(slug, record.id);
  const [text, setText] = useState('');
  return (
    <form
      className={classes['oneValue']}
      onSubmit={(event) => {
        event.preventDefault();
        if (text === '') return;
        write.mutate({ made: [...madeOf(mapping), { header: field.label, field: field.field, kind: 'value', text }] });
      }}
    >
      <TextInput
        w={180}
        aria-label={t('map.oneValueFor', { field: field.label })}
        placeholder={t('map.oneValue')}
        value={text}
        error={write.isError ? write.error.message : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={write.isPending}>
        {t('map.set')}
      </Button>
    </form>
  );
}
