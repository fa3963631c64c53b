import { useQuery } from '@tanstack/react-query';
import type { CustomField, CustomFieldKind } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { customFieldResource, customFieldsQuery, typesQuery } from '../api/settingsQueries';
import { flagIn, optionalTextIn, textIn, textsIn } from '@/shared/ui/recordValues';
import type { RecordValues } from '@/shared/ui/RecordDialog';
import { SettingTable } from './SettingTable';

const shared = (values: RecordValues) => ({
  label: textIn(values, 'label'),
  asset_types: textsIn(values, 'asset_types'),
  required: flagIn(values, 'required'),
});

/** A choice that was there keeps its value; of a new one the label is the value. */
const choicesOf = (values: RecordValues, known: CustomField['choices']) =>
  textsIn(values, 'choices').map((label) => known.find((choice) => choice.label === label) ?? { value: label, label });

export function CustomFieldsSection() {
  const t = useT();
  const { slug } = useTenant();
  const fields = useQuery(customFieldsQuery(slug));
  const types = useQuery(typesQuery(slug));
  const typeChoices = (types.data ?? []).map((type) => ({ value: type.key, label: type.name }));
  const kinds: { value: CustomFieldKind; label: string }[] = [
    { value: 'text', label: t('fields.kind.text') },
    { value: 'number', label: t('fields.kind.number') },
    { value: 'boolean', label: t('fields.kind.boolean') },
    { value: 'date', label: t('fields.kind.date') },
    { value: 'choice', label: t('fields.kind.choice') },
    { value: 'url', label: t('fields.kind.url') },
  ];
  const typeNames = (field: CustomField): string =>
    field.asset_types.length === 0
      ? t('fields.allTypes')
      : field.asset_types.map((key) => typeChoices.find((type) => type.value === key)?.label ?? key).join(', ');
  return (
    <SettingTable
      resource={customFieldResource}
      list={fields}
      intro={t('fields.intro')}
      head={[t('fields.label'), t('common.key'), t('fields.kind'), t('fields.types'), t('fields.required')]}
      nameOf={(field) => field.label}
      cells={(field) => [
        <bdi key="label">{field.label}</bdi>,
        <code key="key">{field.key}</code>,
        kinds.find((kind) => kind.value === field.kind)?.label ?? field.kind,
        typeNames(field),
        field.required ? t('common.yes') : t('common.no'),
      ]}
      words={{ add: t('fields.add'), edit: t('fields.edit'), remove: t('fields.remove'), removeHelp: t('fields.removeHelp') }}
      mayEdit={() => true}
      fields={(field) => [
        { id: 'label', label: t('fields.label'), kind: 'text', required: true },
        ...(field === null
          ? [
              { id: 'key', label: t('common.key'), kind: 'text' as const, required: true, description: t('common.keyHelp') },
              { id: 'kind', label: t('fields.kind'), kind: 'choice' as const, choices: kinds, required: true },
            ]
          : []),
        { id: 'choices', label: t('fields.choices'), kind: 'list', description: t('fields.choicesHelp') },
        { id: 'asset_types', label: t('fields.types'), kind: 'choices', choices: typeChoices, description: t('fields.typesHelp') },
        { id: 'required', label: t('fields.required'), kind: 'switch' },
      ]}
      initial={(field) => ({
        label: field?.label ?? '',
        ...(field === null ? { key: '', kind: 'text' } : {}),
        choices: field?.choices.map((choice) => choice.label) ?? [],
        asset_types: field?.asset_types ?? [],
        required: field?.required ?? false,
      })}
      newOf={(values) => {
        const kind = kinds.find((each) => each.value === textIn(values, 'kind'))?.value ?? 'text';
        return { ...shared(values), key: optionalTextIn(values, 'key'), kind, choices: kind === 'choice' ? choicesOf(values, []) : [] };
      }}
      changesOf={(values, field) => ({ ...shared(values), ...(field.kind === 'choice' ? { choices: choicesOf(values, field.choices) } : {}) })}
    />
  );
}
