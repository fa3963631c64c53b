import { Stack, Text } from '@mantine/core';
import type { BulkOperation, BulkTemplate, FieldCatalogue, FieldDefinition, FieldValue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { FieldInput } from '../components/FieldInput';
import { writable } from '../fieldEdit';
import classes from './Templates.module.css';
import { fieldAsked, phrasesOf, valueFor } from './templateLines';

export type TemplateValues = Readonly<Record<string, FieldValue>>;

export const firstValues = (template: BulkTemplate, fields: readonly FieldDefinition[]): TemplateValues =>
  Object.fromEntries(template.parameters.map(({ key, default: given }) => [key, valueFor(fieldAsked(template.operation, key, fields), given, template.labels)]));

const isMissing = (value: unknown): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The run of this very version with what was filled in; null while something that it must know is missing. */
export function runOf(template: BulkTemplate, values: TemplateValues, fields: readonly FieldDefinition[]): BulkOperation | null {
  const given: Record<string, unknown> = {};
  for (const { key, required } of template.parameters) {
    const field = fieldAsked(template.operation, key, fields);
    const value = field === undefined ? null : writable(field, values[key]);
    if (!isMissing(value)) given[key] = value;
    else if (required !== false) return null;
  }
  return { kind: 'template', template: template.id, version: template.version, values: given };
}

interface TemplateInputsProps {
  template: BulkTemplate;
  values: TemplateValues;
  catalogue: FieldCatalogue;
  clientId: string | null;
  errors: Readonly<Record<string, string>>;
  onChange: (values: TemplateValues) => void;
}

/** What the template does, and what it asks before it does it. */
export function TemplateInputs({ template, values, catalogue, clientId, errors, onChange }: TemplateInputsProps) {
  const t = useT();
  return (
    <Stack gap="sm">
      {template.description !== '' && (
        <Text size="sm">
          <bdi>{template.description}</bdi>
        </Text>
      )}
      <ul className={classes['phrases']} aria-label={t('templates.does')}>
        {phrasesOf(template, catalogue, template.labels, t).map((phrase) => (
          <li key={phrase}>
            <bdi>{phrase}</bdi>
          </li>
        ))}
      </ul>
      {template.parameters.map(({ key, label, required }, place) => {
        const field = fieldAsked(template.operation, key, catalogue.fields);
        if (field === undefined) return null;
        return (
          <FieldInput
            key={key}
            field={{ ...field, label }}
            required={required !== false}
            takesFocus={place === 0}
            value={values[key]}
            catalogue={catalogue}
            clientId={clientId}
            error={errors[key] ?? errors[field.id] ?? null}
            onChange={(value) => onChange({ ...values, [key]: value })}
          />
        );
      })}
    </Stack>
  );
}
