import { useState } from 'react';
import { ActionIcon, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CustomField } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconArrowDown, IconArrowUp } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { customFieldResource, customFieldsQuery, fieldUsageQuery, typesQuery, useFieldWrites } from '../api/settingsQueries';
import { fieldChanges, fieldQuestions, fieldValues, newField } from '../customFieldForm';
import { FieldImpact } from './FieldImpact';
import classes from './Settings.module.css';
import { SettingTable } from './SettingTable';

export function CustomFieldsSection() {
  const t = useT();
  const { slug } = useTenant();
  const fields = useQuery(customFieldsQuery(slug));
  const types = useQuery(typesQuery(slug));
  const usage = useQuery(fieldUsageQuery(slug));
  const { place } = useFieldWrites(slug);
  const typeChoices = (types.data ?? []).map((type) => ({ value: type.key, label: type.name }));
  const typeNames = (field: CustomField): string =>
    field.asset_types.length === 0
      ? t('fields.allTypes')
      : field.asset_types.map((key) => typeChoices.find((type) => type.value === key)?.label ?? key).join(', ');
  const move = (from: number, to: number): void => {
    const order = [...(fields.data ?? [])];
    order.splice(to, 0, ...order.splice(from, 1));
    place.mutate(order);
  };
  return (
    <>
      {place.isError && <ProblemAlert error={place.error} />}
      <SettingTable
        resource={customFieldResource}
        list={fields}
        intro={t('fields.intro')}
        none={t('fields.none')}
        head={[t('fields.label'), t('fields.kind'), t('fields.types'), t('fields.required'), t('fields.usedBy')]}
        nameOf={(field) => field.label}
        cells={(field) => [
          <span key="label">
            <bdi>{field.label}</bdi> <code className={classes['hint']}>{field.key}</code>
            {field.help_text !== null && (
              <div className={classes['hint']}>
                <bdi>{field.help_text}</bdi>
              </div>
            )}
          </span>,
          field.kind === 'choice' ? `${t('fields.kind.choice')} (${String(field.choices.length)})` : t(`fields.kind.${field.kind}`),
          typeNames(field),
          field.required ? t('common.yes') : t('common.no'),
          usage.data === undefined ? '' : t('fields.assets', { count: usage.data[field.key] ?? 0 }),
        ]}
        words={{ add: t('fields.add'), edit: t('fields.edit'), remove: t('fields.remove'), removeHelp: t('fields.removeHelp') }}
        mayEdit={() => true}
        beside={(field, index) => (
          <Group gap={4} display="inline-flex" wrap="nowrap">
            <ActionIcon size={24} aria-label={t('fields.up', { name: field.label })} disabled={index === 0 || place.isPending} onClick={() => move(index, index - 1)}>
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              size={24}
              aria-label={t('fields.down', { name: field.label })}
              disabled={index + 1 >= (fields.data?.length ?? 0) || place.isPending}
              onClick={() => move(index, index + 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
          </Group>
        )}
        fields={(field) => fieldQuestions(t, field, typeChoices)}
        initial={fieldValues}
        newOf={(values) => newField(values, fields.data?.length ?? 0)}
        changesOf={fieldChanges}
        beforeSaving={(field, changes, save, cancel) => <FieldImpact field={field} changes={changes} onSave={save} onCancel={cancel} />}
        removal={(field, close, gone) => <RemoveField field={field} count={usage.data?.[field.key] ?? 0} onClose={close} onGone={gone} />}
      />
    </>
  );
}

interface RemoveFieldProps {
  field: CustomField;
  count: number;
  onClose: () => void;
  onGone: () => void;
}

/** A field that assets have values of goes only when its name was typed: with it go the values. */
function RemoveField({ field, count, onClose, onGone }: RemoveFieldProps) {
  const t = useT();
  const { slug } = useTenant();
  const { remove } = useFieldWrites(slug);
  const [typed, setTyped] = useState('');
  const isUsed = count > 0;
  return (
    <ConfirmDialog
      opened
      title={t('common.deleteNamed', { name: field.label })}
      confirm={isUsed ? t('fields.removeWith', { count }) : t('fields.remove')}
      pending={remove.isPending}
      error={remove.error}
      blocked={isUsed && typed.trim() !== field.label}
      onClose={onClose}
      onConfirm={() => remove.mutate({ field, discard: isUsed }, { onSuccess: onGone })}
    >
      {isUsed ? t('fields.removeUsed', { count: formatNumber(count) }) : t('fields.removeHelp')}
      {isUsed && <TextInput mt="sm" label={t('fields.typeName', { name: field.label })} autoComplete="off" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
    </ConfirmDialog>
  );
}
