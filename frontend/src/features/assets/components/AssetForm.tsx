import { memo, useRef, useState, type SubmitEvent } from 'react';
import { Button, Group } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import type { FieldCatalogue, FieldDefinition, FieldValue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { FormErrors } from '@/shared/ui/FormErrors';
import { isReference } from '@/shared/api/record';
import { useStable } from '@/shared/ui/useStable';
import { plain } from '../fieldValue';
import classes from './AssetForm.module.css';
import { FieldInput } from './FieldInput';
import { KnownSerial } from './KnownSerial';

export type FormValues = Record<string, FieldValue>;

interface AssetFormProps {
  catalogue: FieldCatalogue;
  fields: readonly FieldDefinition[];
  type: string;
  initial: FormValues;
  error: unknown;
  pending: boolean;
  /** Whom a serial may belong to without being a clash. */
  assetId?: string;
  status?: string;
  onSubmit: (values: FormValues, then: AfterSaving) => void;
  /** Told of every change, for keeping a draft. */
  onValues?: (values: FormValues) => void;
  offersOpen?: boolean;
  /** Puts the cursor where typing begins. */
  takesFocus?: boolean;
  onCancel: () => void;
  onChangeType?: () => void;
}

/** What follows a saved form: leave, begin another one, or show what was made. */
export type AfterSaving = 'leave' | 'another' | 'open';

/** What everybody fills. */
export const MAIN = ['client', 'name', 'tag', 'serial', 'status', 'assigned_to', 'location'];
const HIDDEN = new Set(['type', 'created', 'updated']);
const REQUIRED = new Set(['client', 'name']);
/** Required of an asset, but the server gives one when the form is left empty. */
const GIVEN = new Set(['tag', 'status', 'type']);

/** The few fields everybody fills, then the rest by group. Values survive every error. */
export function AssetForm(props: AssetFormProps) {
  const { fields, initial, error, pending, assetId, onSubmit, onCancel, onChangeType } = props;
  const t = useT();
  const [values, setValues] = useState<FormValues>(initial);
  const then = useRef<AfterSaving>('leave');
  const fieldErrors = isProblem(error) ? error.fieldErrors : {};
  const main = MAIN.flatMap((id) => fields.find((field) => field.id === id) ?? []);
  const rest = fields.filter((field) => !MAIN.includes(field.id) && !HIDDEN.has(field.id));
  const groups = [...new Set(rest.map((field) => field.group))];
  const client = values['client'];

  const set = useStable((id: string, value: FieldValue): void => {
    const next = { ...values, [id]: value, ...(id === 'client' ? { location: null, assigned_to: null } : {}) };
    setValues(next);
    props.onValues?.(next);
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSubmit(values, then.current);
    then.current = 'leave';
  };
  const input = (field: FieldDefinition) => (
    <Cell
      key={field.id}
      field={field}
      value={values[field.id]}
      catalogue={props.catalogue}
      clientId={field.kind === 'reference' && isReference(client) ? client.id : null}
      status={field.id === 'status' ? props.status : undefined}
      takesFocus={props.takesFocus === true && field.id === (isReference(initial['client']) ? 'name' : 'client')}
      error={fieldErrors[field.id] ?? (field.id === 'client' ? fieldErrors['client_id'] : undefined) ?? null}
      assetId={assetId ?? null}
      onSet={set}
    />
  );

  return (
    <form onSubmit={submit} noValidate={false}>
      <FormErrors error={error} labelOf={(id) => fields.find((field) => field.id === id)?.label ?? id} />
      <div className={classes['grid']}>{main.map(input)}</div>
      {groups.map((group) => {
        const inGroup = rest.filter((field) => field.group === group);
        const shown = inGroup.some((field) => fieldErrors[field.id] !== undefined || field.required);
        return (
          <details key={group} className={classes['section']} open={shown || undefined}>
            <summary>{group}</summary>
            <div className={classes['grid']}>{inGroup.map(input)}</div>
          </details>
        );
      })}
      <Group gap="sm" className={classes['foot'] ?? ''}>
        <Button type="submit" loading={pending}>
          {assetId === undefined ? t('assets.save') : t('common.saveChanges')}
        </Button>
        {assetId === undefined && (
          <Button type="submit" variant="default" disabled={pending} onClick={() => (then.current = 'another')}>
            {t('assets.saveAnother')}
          </Button>
        )}
        {props.offersOpen === true && (
          <Button type="submit" variant="default" disabled={pending} onClick={() => (then.current = 'open')}>
            {t('assets.saveOpen')}
          </Button>
        )}
        <Button variant="subtle" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        {onChangeType !== undefined && (
          <Button variant="subtle" ml="auto" onClick={onChangeType}>
            {t('assets.changeType')}
          </Button>
        )}
      </Group>
    </form>
  );
}

interface CellProps {
  field: FieldDefinition;
  value: FieldValue;
  catalogue: FieldCatalogue;
  clientId: string | null;
  status: string | undefined;
  takesFocus: boolean;
  error: string | null;
  assetId: string | null;
  onSet: (id: string, value: FieldValue) => void;
}

/** One field: drawn again when something of its own changes, and not with every key typed in another. */
const Cell = memo(function Cell({ field, status, assetId, onSet, ...rest }: CellProps) {
  return (
    <div className={classes['cell']}>
      <FieldInput
        {...rest}
        field={field}
        {...(status === undefined ? {} : { status })}
        required={REQUIRED.has(field.id) || (field.required && !GIVEN.has(field.id))}
        onChange={(value) => onSet(field.id, value)}
      />
      {field.id === 'serial' && <KnownSerial serial={plain(rest.value)} assetId={assetId} />}
    </div>
  );
});
