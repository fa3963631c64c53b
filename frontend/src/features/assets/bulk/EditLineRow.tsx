import { useState } from 'react';
import { ActionIcon, Checkbox, Select, TextInput } from '@mantine/core';
import type { FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconX } from '@/shared/ui/icons';
import { FieldInput } from '../components/FieldInput';
import { actionsOf, type BulkAction, type EditLine } from './bulkEdit';
import classes from './Bulk.module.css';

interface EditLineRowProps {
  line: EditLine;
  catalogue: FieldCatalogue;
  fields: readonly FieldDefinition[];
  /** The one client of all selected assets, when there is one: locations and contacts are looked up there. */
  clientId: string | null;
  first: boolean;
  error: string | null;
  onChange: (line: EditLine) => void;
  onRemove: (() => void) | null;
}

/** A field, what to do with it, and the value: read from left to right it is the sentence of the change. */
export function EditLineRow({ line, catalogue, fields, clientId, first, error, onChange, onRemove }: EditLineRowProps) {
  const t = useT();
  // A field that was just chosen wants its value next; the lines that a preset brings don't compete for the focus.
  const [came] = useState(line.field);
  const field = fields.find((item) => item.id === line.field);
  const actions = field === undefined ? [] : actionsOf(field);
  return (
    <div className={classes['line']}>
      <Select
        aria-label={t('bulk.field')}
        placeholder={t('bulk.chooseField')}
        searchable
        allowDeselect={false}
        selectFirstOptionOnDropdownOpen={line.field === null}
        data={groupsOf(fields)}
        value={line.field}
        {...(first && line.field === null ? { 'data-autofocus': true } : {})}
        onChange={(id) => {
          const next = fields.find((item) => item.id === id);
          if (next !== undefined) onChange({ ...line, field: next.id, action: actionsOf(next)[0] ?? 'set', value: null });
        }}
      />
      <Select
        aria-label={t('bulk.action')}
        allowDeselect={false}
        disabled={field === undefined}
        data={actions.map((action) => ({ value: action, label: t(`bulk.action.${action}`) }))}
        value={line.action}
        onChange={(action) => {
          const next = actions.find((item): item is BulkAction => item === action);
          if (next !== undefined) onChange({ ...line, action: next });
        }}
      />
      <div>
        {field !== undefined && <LineValue line={line} field={field} key={field.id} takesFocus={came === line.field ? first : line.field !== null} catalogue={catalogue} clientId={clientId} error={error} onChange={onChange} />}
      </div>
      {onRemove !== null && (
        <ActionIcon aria-label={t('bulk.removeField', { field: field?.label ?? t('bulk.field') })} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

type LineValueProps = Pick<EditLineRowProps, 'line' | 'catalogue' | 'clientId' | 'error' | 'onChange'> & { field: FieldDefinition; takesFocus: boolean };

function LineValue({ line, field, takesFocus, catalogue, clientId, error, onChange }: LineValueProps) {
  const t = useT();
  if (line.action === 'clear') return null;
  if (line.action === 'replace') {
    return (
      <div className={classes['replace']}>
        <TextInput
          aria-label={t('bulk.find')}
          placeholder={t('bulk.find')}
          value={line.find}
          error={error}
          onChange={(event) => onChange({ ...line, find: event.currentTarget.value })}
        />
        <TextInput
          aria-label={t('bulk.replacement')}
          placeholder={t('bulk.replacement')}
          value={line.replacement}
          onChange={(event) => onChange({ ...line, replacement: event.currentTarget.value })}
        />
        <Checkbox size="xs" label={t('bulk.regex')} checked={line.regex} onChange={(event) => onChange({ ...line, regex: event.currentTarget.checked })} />
        <Checkbox
          size="xs"
          label={t('bulk.matchCase')}
          checked={line.matchCase}
          onChange={(event) => onChange({ ...line, matchCase: event.currentTarget.checked })}
        />
      </div>
    );
  }
  return (
    <FieldInput
      field={{ ...field, required: false }}
      value={line.value}
      catalogue={catalogue}
      clientId={clientId}
      hideLabel
      takesFocus={takesFocus}
      error={error}
      onChange={(value) => onChange({ ...line, value })}
    />
  );
}

function groupsOf(fields: readonly FieldDefinition[]): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), { value: field.id, label: field.label }]);
  return [...groups].map(([group, items]) => ({ group, items }));
}
