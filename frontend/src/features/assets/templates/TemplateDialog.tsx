import { useRef, useState, type SubmitEvent } from 'react';
import { Button, Checkbox, Group, Radio, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import type { BulkTemplate, FieldCatalogue, Reference, TemplateContent } from '@/shared/api/types';
import { changing } from '@/shared/i18n/en/changing';
import { templates as messages } from '@/shared/i18n/en/templates';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { FormErrors } from '@/shared/ui/FormErrors';
import { IconPlus } from '@/shared/ui/icons';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { bulkFields, newLine } from '../bulk/bulkEdit';
import { EditLineRow } from '../bulk/EditLineRow';
import { contentOf, linesOf, mayAsk, newTemplateLine, type TemplateLine } from './templateLines';
import classes from './Templates.module.css';

addMessages(changing);
addMessages(messages);

export interface TemplateWishes {
  name: string;
  description: string;
  sharing: BulkTemplate['sharing'];
  client_id: string | null;
  content: TemplateContent;
}

interface TemplateDialogProps {
  /** The template to change, or null to save a new one. */
  template: BulkTemplate | null;
  /** What a new one begins with: the lines of a change that is about to be made. */
  lines?: readonly TemplateLine[];
  catalogue: FieldCatalogue;
  error: unknown;
  pending: boolean;
  onSubmit: (wishes: TemplateWishes) => void;
  onClose: () => void;
}

const DELETING: TemplateContent = { operation: { kind: 'delete' }, parameters: [] };

/** Name, audience, and what it does: fixed values, and those that are asked when it is run. */
export function TemplateDialog({ template, lines: given, catalogue, error, pending, onSubmit, onClose }: TemplateDialogProps) {
  const t = useT();
  const { can, client, context } = useTenant();
  const fields = bulkFields(catalogue.fields);
  const [name, setName] = useState(template?.name ?? '');
  const [description, setDescription] = useState(template?.description ?? '');
  const [sharing, setSharing] = useState(template?.sharing ?? 'private');
  const [owner, setOwner] = useState<Reference | null>(() => {
    const known = context.clients.find((item) => item.id === template?.client_id) ?? client;
    return known === null ? null : { id: known.id, label: known.name };
  });
  const [deletes, setDeletes] = useState(template?.operation.kind === 'delete');
  const [lines, setLines] = useState<readonly TemplateLine[]>(() => {
    const first = template === null ? (given ?? []) : linesOf(template, fields, template.labels);
    return first.length > 0 ? first : [newTemplateLine(newLine(0))];
  });
  const content = deletes ? DELETING : contentOf(lines, fields);
  const errors = isProblem(error) ? error.fieldErrors : {};
  const incomplete = name.trim() === '' || content === null || (sharing === 'client' && owner === null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (incomplete || pending) return;
    onSubmit({ name: name.trim(), description: description.trim(), sharing, client_id: sharing === 'client' ? (owner?.id ?? null) : null, content });
  };
  return (
    <Dialog onClose={onClose} size="xl" closeOnClickOutside={false} title={t(template !== null ? 'templates.edit' : given === undefined ? 'templates.new' : 'templates.saveAs')}>
      <form onSubmit={submit}>
        <FormErrors error={error} labelOf={(id) => fields.find((field) => field.id === id)?.label ?? t('templates.name')} />
        <Stack gap="md">
          <TextInput id="field-name" data-autofocus required maxLength={120} label={t('templates.name')} error={errors['name']} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Textarea autosize minRows={1} maxLength={1000} label={t('templates.description')} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          {can('assets:delete') && (
            <SegmentedControl
              aria-label={t('templates.kind')}
              data={[
                { value: 'edit', label: t('templates.kind.edit') },
                { value: 'delete', label: t('templates.kind.delete') },
              ]}
              value={deletes ? 'delete' : 'edit'}
              onChange={(kind) => setDeletes(kind === 'delete')}
            />
          )}
          {!deletes && <Lines lines={lines} catalogue={catalogue} clientId={sharing === 'client' ? (owner?.id ?? null) : null} errors={errors} onChange={setLines} />}
          {can('views:share') && (
            <Radio.Group label={t('templates.sharedWith')} value={sharing} onChange={(value) => setSharing(value === 'client' || value === 'team' ? value : 'private')}>
              <Group gap="lg" mt={6}>
                <Radio size="xs" value="private" label={t('templates.onlyMe')} disabled={template?.is_mine === false} />
                <Radio size="xs" value="client" label={t('templates.oneClient')} />
                <Radio size="xs" value="team" label={t('templates.team')} />
              </Group>
            </Radio.Group>
          )}
          {sharing === 'client' && <ReferenceSelect kind="client" clientId={null} label={t('client.scope')} required value={owner} onChange={setOwner} />}
          <Group justify="flex-end" gap="sm">
            <Text size="sm" c="dimmed" mr="auto" role="status">
              {incomplete ? t('templates.incomplete') : ''}
            </Text>
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={pending} aria-disabled={incomplete} data-disabled={incomplete}>
              {t('templates.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface LinesProps {
  lines: readonly TemplateLine[];
  catalogue: FieldCatalogue;
  clientId: string | null;
  errors: Readonly<Record<string, string>>;
  onChange: (lines: readonly TemplateLine[]) => void;
}

function Lines({ lines, catalogue, clientId, errors, onChange }: LinesProps) {
  const t = useT();
  const fields = bulkFields(catalogue.fields);
  const nextKey = useRef(lines.length);
  const change = (line: TemplateLine): void => onChange(lines.map((each) => (each.key === line.key ? line : each)));
  return (
    <Stack gap="sm">
      {lines.map((line) => (
        <div key={line.key} className={classes['line']}>
          <EditLineRow
            line={line}
            catalogue={catalogue}
            fields={fields.filter((field) => field.id === line.field || !lines.some((other) => other.field === field.id))}
            clientId={clientId}
            first={false}
            error={line.field === null ? null : (errors[line.field] ?? null)}
            onChange={(next) => change({ ...line, ...next })}
            onRemove={lines.length > 1 ? () => onChange(lines.filter((each) => each !== line)) : null}
          />
          {line.field !== null && mayAsk(line) && <Asking line={line} label={fields.find((field) => field.id === line.field)?.label ?? ''} onChange={change} />}
        </div>
      ))}
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={lines.length >= 20}
          onClick={() => onChange([...lines, newTemplateLine(newLine((nextKey.current += 1)))])}
        >
          {t('bulk.addField')}
        </Button>
      </Group>
    </Stack>
  );
}

function Asking({ line, label, onChange }: { line: TemplateLine; label: string; onChange: (line: TemplateLine) => void }) {
  const t = useT();
  return (
    <div className={classes['asking']}>
      <Checkbox size="xs" label={t('templates.ask')} checked={line.asks} onChange={(event) => onChange({ ...line, asks: event.currentTarget.checked })} />
      {line.asks && (
        <>
          <TextInput
            className={classes['question'] ?? ''}
            aria-label={t('templates.question')}
            placeholder={label}
            maxLength={80}
            value={line.question}
            onChange={(event) => onChange({ ...line, question: event.currentTarget.value })}
          />
          <Checkbox size="xs" label={t('templates.optional')} checked={line.optional} onChange={(event) => onChange({ ...line, optional: event.currentTarget.checked })} />
        </>
      )}
    </div>
  );
}
