import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { FacetValue, FieldDefinition } from '@/shared/api/types';
import { formatCount } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { partialTerm, quoteValue } from './filterText';

export interface Suggestion {
  id: string;
  label: string;
  detail?: string;
  /** What the input becomes. */
  text: string;
  /** Whether choosing it completes the term. */
  completes: boolean;
}

export type SuggestValues = (field: string, text: string, signal: AbortSignal) => Promise<FacetValue[]>;

const FIELDS_SHOWN = 7;
const VALUES_SHOWN = 10;
const KINDS_WITH_EQUAL = new Set(['choice', 'reference', 'boolean', 'tags', 'ip', 'date', 'datetime', 'number', 'money']);

/** Fields first, then values with counts, then "contains"; from what is being typed. */
export function useFilterSuggestions(typed: string, fields: readonly FieldDefinition[], suggestValues: SuggestValues): Suggestion[] {
  const t = useT();
  const { before, field: fieldName, op, value } = partialTerm(typed);
  const field = fieldName === null ? undefined : fields.find((item) => item.id === fieldName.replace(/^-/, '').toLowerCase());
  // Field and value are debounced together: a value typed for one field is never asked of another.
  const [settled] = useDebouncedValue(`${field?.id ?? ''}:${value}`, 150);
  const asked = field !== undefined && settled.startsWith(`${field.id}:`) ? settled.slice(field.id.length + 1) : value;
  const offersValues = field !== undefined && !['date', 'datetime', 'number', 'money'].includes(field.kind);
  const answer = useQuery({
    queryKey: ['suggest', field?.id ?? '', asked],
    queryFn: ({ signal }) => suggestValues(field?.id ?? '', asked, signal),
    enabled: offersValues,
    // The last answer for this field stays until the next one is there: a click must not fall between the two.
    placeholderData: (last, query) => (query?.queryKey[1] === field?.id ? last : undefined),
    staleTime: 30_000,
  });

  if (field !== undefined && fieldName !== null) {
    const values = answer.data?.map((item) => (field.kind === 'reference' ? { ...item, value: item.label } : item)) ?? choicesOf(field, value);
    return values.slice(0, VALUES_SHOWN).map((item) => ({
      id: `value:${item.value}`,
      label: item.label,
      ...(item.count > 0 ? { detail: formatCount(item.count, item.relation) } : {}),
      text: `${before}${fieldName}${op}${quoteValue(item.value)}`,
      completes: true,
    }));
  }
  const needle = value.toLowerCase();
  if (needle === '') return [];
  const matches = fields
    .filter((item) => item.filterable && (item.id.includes(needle) || item.label.toLowerCase().includes(needle)))
    .slice(0, FIELDS_SHOWN)
    .map((item) => ({
      id: `field:${item.id}`,
      label: item.label,
      detail: t('filter.field'),
      text: `${before}${item.id}${KINDS_WITH_EQUAL.has(item.kind) ? '=' : ':'}`,
      completes: false,
    }));
  const contains = { id: 'contains', label: t('filter.contains', { text: value }), text: `${before}${quoteValue(value)}`, completes: true };
  return [...matches, contains];
}

function choicesOf(field: FieldDefinition, typed: string): FacetValue[] {
  const needle = typed.toLowerCase();
  return (field.choices ?? [])
    .filter((choice) => choice.value.includes(needle) || choice.label.toLowerCase().includes(needle))
    .map((choice) => ({ ...choice, count: 0, relation: 'eq' }));
}
