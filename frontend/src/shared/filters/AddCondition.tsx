import { lazy, Suspense, useState } from 'react';
import { ActionIcon, Popover, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import type { FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconFilterPlus, IconSearch } from '@/shared/ui/icons';
import classes from './FilterBar.module.css';
import type { SuggestValues } from './useFilterSuggestions';

/** Brings inputs and lists that the first page can do without. */
const ConditionEditor = lazy(async () => ({ default: (await import('./ConditionEditor')).ConditionEditor }));

interface AddConditionProps {
  fields: readonly FieldDefinition[];
  suggestValues: SuggestValues;
  onAdd: (term: string) => void;
}

/** Builds a condition by choosing: first the field, then what it is asked. */
export function AddCondition({ fields, suggestValues, onAdd }: AddConditionProps) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const [field, setField] = useState<FieldDefinition | null>(null);
  const [text, setText] = useState('');
  const open = (next: boolean): void => {
    setOpened(next);
    setField(null);
    setText('');
  };
  return (
    <Popover opened={opened} onChange={open} width={300} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('filter.add')} disabled={opened}>
          <ActionIcon size={26} aria-label={t('filter.add')} aria-expanded={opened} onClick={() => open(!opened)}>
            <IconFilterPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.add')} p={12}>
        {field === null ? (
          <div className={classes['editor']}>
            <TextInput
              size="xs"
              data-autofocus
              aria-label={t('filter.findField')}
              placeholder={t('filter.findField')}
              leftSection={<IconSearch size={14} aria-hidden />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <FieldList fields={fields} text={text} onChoose={setField} />
          </div>
        ) : (
          <Suspense fallback={null}>
            <ConditionEditor
              field={field}
              initial={{ operator: field.operators[0] ?? '=', values: [], negated: false }}
              suggestValues={suggestValues}
              onApply={(term) => {
                open(false);
                onAdd(term);
              }}
            />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function FieldList({ fields, text, onChoose }: { fields: readonly FieldDefinition[]; text: string; onChoose: (field: FieldDefinition) => void }) {
  const needle = text.trim().toLowerCase();
  const found = fields.filter((field) => field.filterable && (field.label.toLowerCase().includes(needle) || field.id.includes(needle)));
  const groups = [...new Set(found.map((field) => field.group))];
  return (
    <div className={classes['values']}>
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className={classes['fieldGroup']}>{group}</h3>
          {found
            .filter((field) => field.group === group)
            .map((field) => (
              <UnstyledButton key={field.id} className={classes['fieldChoice'] ?? ''} onClick={() => onChoose(field)}>
                {field.label}
              </UnstyledButton>
            ))}
        </section>
      ))}
    </div>
  );
}
