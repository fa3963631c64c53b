import { useState, type SubmitEvent } from 'react';
import { Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { FieldDefinition } from '@/shared/api/types';
import { formatCount } from '@/shared/i18n/format';
import { isMessageKey, useT, type Translate } from '@/shared/i18n/i18n';
import { IconSearch } from '@/shared/ui/icons';
import classes from './FilterBar.module.css';
import { isSpan, needsNoValue, termOf, type Condition } from './filterText';
import type { SuggestValues } from './useFilterSuggestions';

interface ConditionEditorProps {
  field: FieldDefinition;
  initial: Condition;
  suggestValues: SuggestValues;
  onApply: (term: string) => void;
  onRemove?: () => void;
}

const LISTED = new Set(['choice', 'reference', 'tags', 'boolean', 'text']);
const VALUES_SHOWN = 50;

function operatorLabel(t: Translate, operator: string): string {
  const key = `filter.op.${operator}`;
  return isMessageKey(key) ? t(key) : operator;
}

/** One condition: operator, and values with how many assets have them. Says exactly what its field can be asked. */
export function ConditionEditor({ field, initial, suggestValues, onApply, onRemove }: ConditionEditorProps) {
  const t = useT();
  const [condition, setCondition] = useState(initial);
  const { operator, values } = condition;
  const set = (change: Partial<Condition>): void => setCondition((before) => ({ ...before, ...change }));
  const term = termOf(field.id, condition);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (term !== null) onApply(term);
  };
  const listed = LISTED.has(field.kind) && (operator === '=' || operator === '!=');
  return (
    <form className={classes['editor']} onSubmit={submit}>
      <Text size="sm" fw={600}>
        {field.label}
      </Text>
      <Group gap={8} wrap="nowrap">
        <Select
          size="xs"
          aria-label={t('filter.operator')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={field.operators.map((each) => ({ value: each, label: operatorLabel(t, each) }))}
          value={operator}
          onChange={(next) => set({ operator: next ?? operator })}
          style={{ flex: 1 }}
        />
        <Checkbox size="xs" label={t('filter.exclude')} checked={condition.negated} onChange={(event) => set({ negated: event.currentTarget.checked })} />
      </Group>
      {!needsNoValue(operator) &&
        (listed ? (
          <ValueList field={field} values={values} suggestValues={suggestValues} onChange={(next) => set({ values: next })} />
        ) : (
          <ValueInputs field={field} operator={operator} values={values} onChange={(next) => set({ values: next })} />
        ))}
      <Group justify="space-between" gap={8}>
        {onRemove === undefined ? (
          <span />
        ) : (
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRemove}>
            {t('filter.removeShort')}
          </Button>
        )}
        <Button size="compact-sm" type="submit" disabled={term === null}>
          {t('filter.apply')}
        </Button>
      </Group>
    </form>
  );
}

interface ValueListProps {
  field: FieldDefinition;
  values: readonly string[];
  suggestValues: SuggestValues;
  onChange: (values: string[]) => void;
}

function ValueList({ field, values, suggestValues, onChange }: ValueListProps) {
  const t = useT();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), 150);
  const found = useQuery({
    queryKey: ['suggest', field.id, settled],
    queryFn: ({ signal }) => suggestValues(field.id, settled, signal),
    placeholderData: (last) => last,
    staleTime: 30_000,
  });
  const byName = field.kind === 'reference';
  const offered = (found.data ?? []).slice(0, VALUES_SHOWN).map((item) => ({ ...item, value: byName ? item.label : item.value }));
  const known = new Set(offered.map((item) => item.value));
  const chosenElsewhere = values.filter((value) => !known.has(value)).map((value) => ({ value, label: value, count: 0, relation: 'eq' as const }));
  const typed = text.trim();
  const toggle = (value: string): void => onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  return (
    <>
      <TextInput
        size="xs"
        data-autofocus
        aria-label={t('filter.findValue')}
        placeholder={t('filter.findValue')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes['values']} aria-label={field.label} aria-busy={found.isFetching}>
        {[...chosenElsewhere, ...offered].map((item) => (
          <li key={item.value} className={classes['value']}>
            <Checkbox size="xs" label={<bdi>{item.label}</bdi>} checked={values.includes(item.value)} onChange={() => toggle(item.value)} />
            {item.count > 0 && <span className={classes['detail']}>{formatCount(item.count, item.relation)}</span>}
          </li>
        ))}
        {typed !== '' && !known.has(typed) && !values.includes(typed) && field.kind !== 'choice' && field.kind !== 'boolean' && (
          <li className={classes['value']}>
            <Checkbox size="xs" label={t('filter.exactly', { text: typed })} checked={false} onChange={() => toggle(typed)} />
          </li>
        )}
      </ul>
      {found.isError && (
        <Text size="xs" c="dimmed">
          {t('filter.valuesDown')}
        </Text>
      )}
    </>
  );
}

interface ValueInputsProps {
  field: FieldDefinition;
  operator: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}

function ValueInputs({ field, operator, values, onChange }: ValueInputsProps) {
  const t = useT();
  const isDate = field.kind === 'date' || field.kind === 'datetime';
  const inDays = operator === 'in_last' || operator === 'in_next';
  const placeholder = inDays ? '30' : operator === 'in_network' ? '10.0.0.0/8' : isDate ? '2026-12-31' : '';
  const [first = '', second = ''] = values;
  if (isSpan(operator)) {
    return (
      <Group gap={8} grow>
        <TextInput size="xs" data-autofocus label={t('filter.from')} placeholder={placeholder} value={first} onChange={(event) => onChange([event.currentTarget.value.trim(), second])} />
        <TextInput size="xs" label={t('filter.to')} placeholder={placeholder} value={second} onChange={(event) => onChange([first, event.currentTarget.value.trim()])} />
      </Group>
    );
  }
  return (
    <TextInput
      size="xs"
      data-autofocus
      label={inDays ? t('filter.days') : t('filter.value')}
      description={isDate && !inDays ? t('filter.dateHelp') : undefined}
      placeholder={placeholder}
      inputMode={inDays || field.kind === 'number' || field.kind === 'money' ? 'numeric' : 'text'}
      value={first}
      onChange={(event) => onChange([event.currentTarget.value])}
    />
  );
}
