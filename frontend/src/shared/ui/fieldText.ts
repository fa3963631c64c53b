import { isRecord } from '@/shared/api/record';
import type { FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { formatDate, formatDateTime, formatNumber } from '@/shared/i18n/format';
import { translate } from '@/shared/i18n/i18n';

/** What a person reads for a value: labels for choices and references, never an id. */
export function textOf(field: FieldDefinition, value: unknown, catalogue: FieldCatalogue): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map((item) => textOf(field, item, catalogue)).join(', ');
  if (isRecord(value) && typeof value['label'] === 'string') return value['label'];
  if (field.id === 'status') return catalogue.statuses.find((status) => status.key === value)?.label ?? plain(value);
  const choice = field.choices?.find((item) => item.value === value);
  if (choice !== undefined) return choice.label;
  if (typeof value === 'boolean') return translate(value ? 'common.yes' : 'common.no');
  if (field.kind === 'datetime' && typeof value === 'string') return formatDateTime(value);
  if (field.kind === 'date' && typeof value === 'string') return formatDate(value);
  if (field.kind === 'number' && typeof value === 'number') return formatNumber(value);
  return plain(value);
}

export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (isRecord(value) && typeof value['label'] === 'string') return value['label'];
  return JSON.stringify(value);
}

/** The same by the field's id alone; what the catalogue does not describe is told in words as well as may be. */
export function textOfField(catalogue: FieldCatalogue | undefined, fieldId: string, value: unknown): string {
  const field = catalogue?.fields.find((item) => item.id === fieldId);
  return field === undefined || catalogue === undefined ? inWords(catalogue, value) : textOf(field, value, catalogue);
}

/** Settings, choices, identifiers, what a source said: records inside a value, never as they are stored. */
function inWords(catalogue: FieldCatalogue | undefined, value: unknown): string {
  if (typeof value === 'boolean') return translate(value ? 'common.yes' : 'common.no');
  if (Array.isArray(value)) return value.map((each) => inWords(catalogue, each)).join(', ');
  if (!isRecord(value)) return plain(value);
  const { label, kind, value: single, v: said } = value;
  if (typeof label === 'string') return label;
  if (isRecord(said)) return inWords(catalogue, said);
  if (typeof kind === 'string' && typeof single === 'string') return `${titleOfKey(catalogue, kind)} ${single}`;
  return Object.entries(value)
    .filter(([, each]) => each !== null && each !== '')
    .map(([key, each]) => `${titleOfKey(catalogue, key)}: ${textOfField(catalogue, key, each)}`)
    .join(', ');
}

function titleOfKey(catalogue: FieldCatalogue | undefined, key: string): string {
  const words = key.replaceAll('_', ' ');
  return catalogue?.fields.find((field) => field.id === key)?.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}
