import { NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { isReference } from '@/shared/api/record';
import type { FieldCatalogue, FieldDefinition, FieldValue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { plain } from '../fieldValue';

interface FieldInputProps {
  field: FieldDefinition;
  value: FieldValue;
  catalogue: FieldCatalogue;
  clientId: string | null;
  /** The state an asset is in decides where it may go. */
  status?: string;
  error?: string | null;
  hideLabel?: boolean;
  takesFocus?: boolean;
  /** Shows its choices at once, where it has some. */
  startsOpen?: boolean;
  required?: boolean;
  onChange: (value: FieldValue) => void;
}

/** The right control for a field's kind; forms and inline editing share it. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, error, hideLabel = false, takesFocus = false, required = false, onChange } = props;
  const shared = {
    ...(hideLabel ? { 'aria-label': field.label } : { label: field.label }),
    ...(takesFocus ? { 'data-autofocus': true, ref: focusOnMount } : {}),
    error: error ?? undefined,
    required,
    id: `field-${field.id}${hideLabel ? '-inline' : ''}`,
    ...(hideLabel ? {} : { description: helpOf(field) }),
  };
  const bounds = { ...(field.minimum === null ? {} : { min: field.minimum }), ...(field.maximum === null ? {} : { max: field.maximum }) };
  const text = plain(value);
  switch (field.kind) {
    case 'reference':
      return (
        <ReferenceSelect
          {...shared}
          kind={field.reference ?? 'client'}
          clientId={props.clientId}
          value={isReference(value) ? value : null}
          clearable={field.id !== 'client'}
          onChange={onChange}
        />
      );
    case 'choice':
      return <ChoiceInput {...props} shared={shared} />;
    case 'boolean':
      return <BooleanInput shared={shared} value={value} startsOpen={props.startsOpen === true} onChange={onChange} />;
    case 'number':
      return <NumberInput {...shared} value={typeof value === 'number' ? value : text} onChange={onChange} />;
    case 'money':
      return <NumberInput {...shared} decimalScale={2} value={typeof value === 'number' ? value : text} onChange={(next) => onChange(String(next))} />;
    case 'date':
      return <TextInput {...shared} {...bounds} type="date" value={text.slice(0, 10)} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'tags':
      return <TagsInput {...shared} value={text === '' ? [] : text.split(', ')} onChange={onChange} clearable />;
    default:
      if (field.multiline) {
        return <Textarea {...shared} ref={undefined} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
      }
      return (
        <TextInput
          {...shared}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** What a tenant says about its own field; the form of a value stands where it is typed, not only in the refusal. */
const helpOf = (field: FieldDefinition): string | undefined =>
  field.id.startsWith('cf.') ? [field.help, field.pattern_hint].filter((part) => part !== null && part !== '').join(' ') || undefined : undefined;

const focusOnMount = (element: HTMLInputElement | null): void => element?.focus();

type Shared = { error: string | undefined; required: boolean; id: string };

function ChoiceInput({ field, value, catalogue, status, startsOpen = false, onChange, shared }: FieldInputProps & { shared: Shared }) {
  const data = field.id === 'status' ? statusChoices(catalogue, status) : (field.choices ?? []).filter((choice) => !choice.retired || choice.value === value);
  return (
    <Select
      {...shared}
      defaultDropdownOpened={startsOpen}
      data={data}
      value={typeof value === 'string' ? value : null}
      searchable={data.length > 8}
      clearable={field.id !== 'status' && field.id !== 'type'}
      allowDeselect={false}
      onChange={onChange}
    />
  );
}

function BooleanInput({ shared, value, startsOpen, onChange }: { shared: Shared; value: FieldValue; startsOpen: boolean; onChange: (value: FieldValue) => void }) {
  const t = useT();
  const options = [
    { value: 'true', label: t('common.yes') },
    { value: 'false', label: t('common.no') },
  ];
  return (
    <Select
      {...shared}
      data={options}
      defaultDropdownOpened={startsOpen}
      clearable
      value={typeof value === 'boolean' ? String(value) : null}
      onChange={(next) => onChange(next === null ? null : next === 'true')}
    />
  );
}

function statusChoices(catalogue: FieldCatalogue, current: string | undefined): { value: string; label: string }[] {
  const from = catalogue.statuses.find((status) => status.key === current);
  return catalogue.statuses
    .filter((status) => from === undefined || status.key === current || from.transitions.includes(status.key))
    .map((status) => ({ value: status.key, label: status.label }));
}
