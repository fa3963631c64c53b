import type { CustomField, CustomFieldKind } from '@/shared/api/types';
import type { Translate } from '@/shared/i18n/i18n';
import { choiceOf, flagIn, optionalTextIn, optionsIn, type RecordField, type RecordValues, textIn, textsIn } from '@/shared/ui/recordValues';
import type { CustomFieldChanges, NewCustomField } from './api/settingsQueries';

export const KINDS: readonly CustomFieldKind[] = ['text', 'number', 'money', 'boolean', 'date', 'choice', 'url'];

const BOUNDED = new Set<string>(['number', 'money', 'date']);
const TEXTS = new Set<string>(['text', 'url']);
const UNIQUE = new Set<string>(['text', 'number', 'url']);

const kindIn = (values: RecordValues): CustomFieldKind => KINDS.find((kind) => kind === textIn(values, 'kind')) ?? 'text';

/** What is asked about a field; which rules there are depends on its kind. */
export function fieldQuestions(t: Translate, field: CustomField | null, types: { value: string; label: string }[]): RecordField[] {
  const kinds = KINDS.map((value) => ({ value, label: t(`fields.kind.${value}`) }));
  const kindOf = (values: RecordValues): CustomFieldKind => field?.kind ?? kindIn(values);
  const isDate = field?.kind === 'date';
  const dated = (values: RecordValues): boolean => kindOf(values) === 'date';
  const bound = (id: 'minimum' | 'maximum'): RecordField[] =>
    (['number', 'date'] as const)
      .filter((kind) => field === null || (kind === 'date') === isDate)
      .map((kind) => ({ id, label: t(`fields.${id}.${kind}`), kind, when: (values) => BOUNDED.has(kindOf(values)) && dated(values) === (kind === 'date') }));
  const ofTexts = (values: RecordValues): boolean => TEXTS.has(kindOf(values));
  return [
    { id: 'label', label: t('fields.label'), kind: 'text', required: true },
    ...(field === null
      ? [
          { id: 'key', label: t('common.key'), kind: 'text' as const, description: t('fields.keyHelp') },
          { id: 'kind', label: t('fields.kind'), kind: 'choice' as const, choices: kinds, required: true, description: t('fields.kindHelp') },
        ]
      : []),
    { id: 'choices', label: t('fields.choices'), kind: 'options', description: t('fields.choicesHelp'), when: (values) => kindOf(values) === 'choice' },
    ...bound('minimum'),
    ...bound('maximum'),
    { id: 'max_length', label: t('fields.maxLength'), kind: 'number', when: ofTexts },
    { id: 'pattern', label: t('fields.pattern'), kind: 'text', description: t('fields.patternHelp'), when: ofTexts },
    { id: 'pattern_hint', label: t('fields.patternHint'), kind: 'text', description: t('fields.patternHintHelp'), when: (values) => ofTexts(values) && textIn(values, 'pattern') !== '' },
    { id: 'default_value', label: t('fields.default'), kind: 'text', description: t('fields.defaultHelp') },
    { id: 'help_text', label: t('fields.help'), kind: 'text', description: t('fields.helpHelp') },
    { id: 'section', label: t('fields.section'), kind: 'text', description: t('fields.sectionHelp') },
    { id: 'asset_types', label: t('fields.types'), kind: 'choices', choices: types, description: t('fields.typesHelp') },
    { id: 'required', label: t('fields.required'), kind: 'switch', description: t('fields.requiredHelp') },
    { id: 'is_unique', label: t('fields.unique'), kind: 'switch', description: t('fields.uniqueHelp'), when: (values) => UNIQUE.has(kindOf(values)) },
  ];
}

export const fieldValues = (field: CustomField | null): RecordValues => ({
  label: field?.label ?? '',
  ...(field === null ? { key: '', kind: 'text' } : {}),
  choices: (field?.choices ?? []).flatMap((choice) => choiceOf(choice) ?? []),
  minimum: field?.minimum ?? '',
  maximum: field?.maximum ?? '',
  max_length: field?.max_length == null ? '' : String(field.max_length),
  pattern: field?.pattern ?? '',
  pattern_hint: field?.pattern_hint ?? '',
  default_value: field?.default_value == null ? '' : String(field.default_value),
  help_text: field?.help_text ?? '',
  section: field?.section ?? '',
  asset_types: field?.asset_types ?? [],
  required: field?.required ?? false,
  is_unique: field?.is_unique ?? false,
});

/** Rules of another kind than the field's are not sent: they may stand in the form from before the kind was chosen. */
function said(values: RecordValues, kind: CustomFieldKind) {
  const length = textIn(values, 'max_length').trim();
  return {
    label: textIn(values, 'label'),
    help_text: optionalTextIn(values, 'help_text'),
    section: optionalTextIn(values, 'section'),
    asset_types: textsIn(values, 'asset_types'),
    required: flagIn(values, 'required'),
    is_unique: UNIQUE.has(kind) && flagIn(values, 'is_unique'),
    minimum: BOUNDED.has(kind) ? optionalTextIn(values, 'minimum') : null,
    maximum: BOUNDED.has(kind) ? optionalTextIn(values, 'maximum') : null,
    max_length: TEXTS.has(kind) && length !== '' ? Number(length) : null,
    pattern: TEXTS.has(kind) ? optionalTextIn(values, 'pattern') : null,
    pattern_hint: TEXTS.has(kind) ? optionalTextIn(values, 'pattern_hint') : null,
    default_value: optionalTextIn(values, 'default_value'),
    ...(kind === 'choice' ? { choices: choicesOf(values) } : {}),
  };
}

/** A choice that was there keeps its value; of a new one the label is the value. */
const choicesOf = (values: RecordValues) =>
  optionsIn(values, 'choices')
    .filter((choice) => choice.label.trim() !== '')
    .map(({ value, label, color, retired }) => ({ value: value ?? label.trim(), label: label.trim(), color, retired }));

export function newField(values: RecordValues, position: number): NewCustomField {
  const kind = kindIn(values);
  return { ...said(values, kind), key: optionalTextIn(values, 'key'), kind, position };
}

export const fieldChanges = (values: RecordValues, field: CustomField): CustomFieldChanges => said(values, field.kind);
