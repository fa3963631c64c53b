import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Button, Group, MultiSelect, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import { isReference } from '@/shared/api/record';
import { useT } from '@/shared/i18n/i18n';
import { ChangedMeanwhile, isChanged } from './ChangedMeanwhile';
import { ChoicesInput } from './ChoicesInput';
import { Dialog } from './Dialog';
import { FormErrors } from './FormErrors';
import { optionsIn, type RecordField, type RecordValue, type RecordValues, textsIn } from './recordValues';
import { ReferenceSelect } from './ReferenceSelect';

export type { RecordField, RecordValues };

interface RecordDialogProps {
  title: string;
  fields: readonly RecordField[];
  initial: RecordValues;
  submitLabel: string;
  error: unknown;
  pending: boolean;
  /** `version` stands when somebody else's change was shown: it is what is written over knowingly. */
  onSubmit: (values: RecordValues, version?: number) => void;
  onClose: () => void;
  onDelete?: (() => void) | undefined;
  deleteLabel?: string;
  /** Below the fields: what else can be done, or should be known. */
  children?: ReactNode;
}

/** Create or edit a small record. Values survive errors; each refusal lands on its field. */
export function RecordDialog(props: RecordDialogProps) {
  const { title, fields, initial, submitLabel, error, pending, onSubmit, onClose, onDelete, deleteLabel, children } = props;
  const t = useT();
  const [values, setValues] = useState(initial);
  const [version, setVersion] = useState<number>();
  const asked = fields.filter((field) => field.when === undefined || field.when(values));
  const errors = isProblem(error) ? error.fieldErrors : {};
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSubmit(values, version);
  };
  return (
    <Dialog onClose={onClose} title={title} size={asked.some((field) => field.kind === 'options') ? 'lg' : 'md'} closeOnClickOutside={false}>
      <form onSubmit={submit}>
        <ChangedMeanwhile
          error={error}
          fields={asked}
          values={values}
          onTheirs={(theirs, latest) => {
            setValues((before) => ({ ...before, ...theirs }));
            setVersion(latest);
          }}
          onMine={(latest) => {
            setVersion(latest);
            onSubmit(values, latest);
          }}
        />
        {!isChanged(error) && <FormErrors error={error} labelOf={(id) => fields.find((field) => field.id === id)?.label ?? id} />}
        <Stack gap="md">
          {asked.map((field, place) => (
            <RecordInput
              key={field.id}
              field={field}
              first={place === 0}
              values={values}
              error={errors[field.id]}
              onChange={(value) => setValues((before) => ({ ...before, [field.id]: value }))}
            />
          ))}
          {children}
          <Group gap="sm" justify="flex-end">
            {onDelete !== undefined && (
              <Button variant="subtle" color="red" mr="auto" onClick={onDelete}>
                {deleteLabel}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={pending}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface RecordInputProps {
  field: RecordField;
  first: boolean;
  values: RecordValues;
  error: string | undefined;
  onChange: (value: RecordValue) => void;
}

function RecordInput({ field, first, values, error, onChange }: RecordInputProps) {
  const value = values[field.id];
  const shared = {
    id: `field-${field.id}`,
    label: field.label,
    error,
    required: field.required === true,
    description: field.description,
    ...(first ? { 'data-autofocus': true } : {}),
  };
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'long':
      return <Textarea {...shared} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'list':
      return <TagsInput {...shared} value={textsIn(values, field.id)} onChange={onChange} />;
    case 'options':
      return <ChoicesInput label={field.label} description={field.description} error={error} value={optionsIn(values, field.id)} onChange={onChange} />;
    case 'number':
      return <TextInput {...shared} inputMode="decimal" autoComplete="off" value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'choices':
      return <MultiSelect {...shared} data={field.choices ?? []} value={textsIn(values, field.id)} onChange={onChange} searchable clearable />;
    case 'switch':
      return <Switch {...shared} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice':
      return <Select {...shared} allowDeselect={false} data={field.choices ?? []} value={text === '' ? null : text} onChange={onChange} />;
    case 'client':
    case 'location': {
      const owner = field.within === undefined ? null : values[field.within];
      const clientId = isReference(owner) ? owner.id : typeof owner === 'string' ? owner : null;
      return (
        <ReferenceSelect {...shared} kind={field.kind} clientId={clientId} clearable value={isReference(value) ? value : null} onChange={onChange} />
      );
    }
    default:
      return (
        <TextInput
          {...shared}
          type={field.kind === 'text' ? 'text' : field.kind}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
