import type { BulkTemplate, FieldCatalogue, FieldDefinition, FieldValue, TemplateContent, TemplateEdit } from '@/shared/api/types';
import { textOf } from '@/shared/ui/fieldText';
import type { Translate } from '@/shared/i18n/i18n';
import { editOf, newLine, type EditLine } from '../bulk/bulkEdit';
import { editableOf, writable } from '../fieldEdit';

/** A line of the bulk dialog that may leave its value to whoever runs the template. */
export interface TemplateLine extends EditLine {
  asks: boolean;
  question: string;
  optional: boolean;
}

type Labels = BulkTemplate['labels'];
type Parameter = NonNullable<TemplateContent['parameters']>[number];
type Content = Pick<BulkTemplate, 'operation' | 'parameters'>;

const ASKABLE = new Set<EditLine['action']>(['set', 'add', 'remove']);
const NOT_ASKED = { asks: false, question: '', optional: false };

export const mayAsk = (line: EditLine): boolean => ASKABLE.has(line.action);
export const newTemplateLine = (line: EditLine): TemplateLine => ({ ...line, ...NOT_ASKED });

/** A reference stands in a template as its id; the input shows what it is called. */
export function valueFor(field: FieldDefinition | undefined, value: unknown, labels: Labels): FieldValue {
  if (field?.kind === 'reference' && typeof value === 'string') return { id: value, label: labels[value] ?? value };
  return editableOf(value);
}

export function linesOf({ operation, parameters }: Content, fields: readonly FieldDefinition[], labels: Labels): TemplateLine[] {
  if (operation.kind === 'delete') return [];
  return operation.edits.map((edit, place) => {
    const field = fields.find((item) => item.id === edit.field);
    const line = newTemplateLine(newLine(place, edit.field, edit.action));
    if ('parameter' in edit) {
      const asked = parameters.find((each) => each.key === edit.parameter);
      return { ...line, asks: true, question: asked?.label ?? '', optional: asked?.required === false, value: valueFor(field, asked?.default, labels) };
    }
    if (edit.action === 'clear') return line;
    if (edit.action === 'replace') {
      return { ...line, find: edit.find, replacement: edit.replacement ?? '', regex: edit.regex ?? false, matchCase: edit.match_case ?? false };
    }
    return { ...line, value: valueFor(field, edit.value, labels) };
  });
}

const keyFor = (field: string): string => field.replace(/[^a-z0-9_]/g, '_').slice(0, 40);

/** What the lines come to; null while one of them is incomplete. */
export function contentOf(lines: readonly TemplateLine[], fields: readonly FieldDefinition[]): TemplateContent | null {
  const edits: TemplateEdit[] = [];
  const parameters: Parameter[] = [];
  for (const line of lines) {
    const field = fields.find((item) => item.id === line.field);
    if (field === undefined) return null;
    if (line.asks && (line.action === 'set' || line.action === 'add' || line.action === 'remove')) {
      const key = keyFor(field.id);
      edits.push({ action: line.action, field: field.id, parameter: key });
      parameters.push({ key, label: line.question.trim() || field.label, required: !line.optional, default: writable(field, line.value) });
      continue;
    }
    const edit = editOf(line, fields);
    if (edit === null) return null;
    edits.push(edit);
  }
  return edits.length === 0 ? null : { operation: { kind: 'edit', edits }, parameters };
}

/** The field that a parameter goes into first: its form is how it is asked. */
export function fieldAsked(operation: BulkTemplate['operation'], key: string, fields: readonly FieldDefinition[]): FieldDefinition | undefined {
  if (operation.kind === 'delete') return undefined;
  const edit = operation.edits.find((each) => 'parameter' in each && each.parameter === key);
  return fields.find((field) => field.id === edit?.field);
}

/** What a template does, a phrase for each field. */
export function phrasesOf({ operation, parameters }: Content, catalogue: FieldCatalogue, labels: Labels, t: Translate): string[] {
  if (operation.kind === 'delete') return [t('templates.deletes')];
  return operation.edits.map((edit) => {
    const known = catalogue.fields.find((item) => item.id === edit.field);
    const field = known?.label ?? edit.field;
    if (edit.action === 'clear') return t('templates.clears', { field });
    if ('parameter' in edit) {
      const question = parameters.find((each) => each.key === edit.parameter)?.label ?? edit.parameter;
      return t(`templates.${edit.action}`, { field, value: t('templates.asked', { question }) });
    }
    if (edit.action === 'replace') return t('templates.replaces', { field, find: edit.find, replacement: edit.replacement ?? '' });
    const value = valueFor(known, edit.value, labels);
    return t(`templates.${edit.action}`, { field, value: known === undefined ? String(edit.value) : textOf(known, value, catalogue) });
  });
}
