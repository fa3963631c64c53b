import { lazy, Suspense, useMemo, useRef, useState, type SubmitEvent } from 'react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { isProblem } from '@/shared/api/problem';
import type { BulkOperation, BulkPreview, BulkTemplate, FieldCatalogue, Job, SelectionToken } from '@/shared/api/types';
import { changing } from '@/shared/i18n/en/changing';
import { templates as templateMessages } from '@/shared/i18n/en/templates';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { Dialog } from '@/shared/ui/Dialog';
import { IconDeviceFloppy, IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useBulkPreview, useStartBulk } from './bulkApi';
import { bulkFields, newLine, operationOf, type EditLine } from './bulkEdit';
import classes from './Bulk.module.css';
import { EditLineRow } from './EditLineRow';
import { firstValues, runOf, TemplateInputs } from '../templates/TemplateInputs';
import { PreviewPanel } from './PreviewPanel';

const SaveAsTemplate = lazy(async () => ({ default: (await import('../templates/SaveAsTemplate')).SaveAsTemplate }));

addMessages(changing);
addMessages(templateMessages);

/** What the dialog begins with: a choice of fields, deleting, or what a template says. */
export interface BulkPreset {
  delete?: boolean;
  template?: BulkTemplate;
  lines?: readonly Pick<EditLine, 'field' | 'action' | 'value'>[];
}

interface BulkDialogProps {
  token: SelectionToken;
  preset: BulkPreset;
  catalogue: FieldCatalogue;
  onStarted: (job: Job) => void;
  onClose: () => void;
}

/** Changes the frozen selection: say what, look at what it does, and do it. */
export function BulkDialog({ token, preset, catalogue, onStarted, onClose }: BulkDialogProps) {
  const t = useT();
  const { template } = preset;
  const deleting = preset.delete === true || template?.operation.kind === 'delete';
  const fields = useMemo(() => bulkFields(catalogue.fields), [catalogue]);
  const [lines, setLines] = useState(() => firstLines(preset));
  const [values, setValues] = useState(() => (template === undefined ? {} : firstValues(template, catalogue.fields)));
  const [saving, setSaving] = useState(false);
  const nextKey = useRef(lines.length);
  const operation = useMemo<BulkOperation | null>(
    () => (template !== undefined ? runOf(template, values, catalogue.fields) : deleting ? { kind: 'delete' } : operationOf(lines, fields)),
    [template, values, catalogue, deleting, lines, fields],
  );
  const title = t(deleting ? 'bulk.deleteTitle' : 'bulk.title', { count: token.count });
  const clientId = token.per_client.length === 1 ? (token.per_client[0]?.id ?? null) : null;
  const [settled] = useDebouncedValue(operation, deleting ? 0 : 250);
  const preview = useBulkPreview(token.id, settled);
  const fieldErrors = isProblem(preview.error) ? preview.error.fieldErrors : {};
  const refused = preview.isError && Object.keys(fieldErrors).length === 0;
  const change = (line: EditLine): void => setLines((before) => before.map((each) => (each.key === line.key ? line : each)));

  return (
    <Dialog onClose={onClose} size="xl" closeOnClickOutside={false} title={template === undefined ? title : t('templates.run', { name: template.name, title })}>
      <Stack gap="md">
        {token.missing > 0 && <Text size="sm">{t('bulk.missing', { count: token.missing })}</Text>}
        {deleting && <Text size="sm">{t('bulk.deleteHelp')}</Text>}
        {template !== undefined && (
          <TemplateInputs template={template} values={values} catalogue={catalogue} clientId={clientId} errors={fieldErrors} onChange={setValues} />
        )}
        {template === undefined && !deleting && (
          <div className={classes['lines']}>
            {lines.map((line, place) => (
              <EditLineRow
                key={line.key}
                line={line}
                catalogue={catalogue}
                fields={fields.filter((field) => field.id === line.field || !lines.some((other) => other.field === field.id))}
                clientId={clientId}
                first={place === 0}
                error={line.field === null ? null : (fieldErrors[line.field] ?? null)}
                onChange={change}
                onRemove={lines.length > 1 ? () => setLines(lines.filter((each) => each !== line)) : null}
              />
            ))}
            <Group justify="space-between">
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconPlus size={15} aria-hidden />}
                disabled={lines.length >= 20}
                onClick={() => setLines([...lines, newLine((nextKey.current += 1))])}
              >
                {t('bulk.addField')}
              </Button>
              {operation !== null && (
                <Button variant="subtle" size="compact-sm" leftSection={<IconDeviceFloppy size={15} aria-hidden />} onClick={() => setSaving(true)}>
                  {t('templates.saveAs')}
                </Button>
              )}
            </Group>
          </div>
        )}
        {operation === null && (
          <Text size="sm" c="dimmed">
            {t(template === undefined ? 'bulk.incomplete' : 'templates.fillIn')}
          </Text>
        )}
        {operation !== null && preview.isFetching && preview.data === undefined && <Loading />}
        {refused && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
        {operation !== null && preview.data !== undefined && <PreviewPanel preview={preview.data} catalogue={catalogue} deleting={deleting} />}
        <RunForm token={token} takesFocus={deleting || template?.parameters.length === 0} operation={operation} deleting={deleting} preview={settled === operation ? preview.data : undefined} onStarted={onStarted} onClose={onClose} />
      </Stack>
      <Suspense fallback={null}>{saving && <SaveAsTemplate lines={lines} catalogue={catalogue} onClose={() => setSaving(false)} />}</Suspense>
    </Dialog>
  );
}

interface RunFormProps extends Pick<BulkDialogProps, 'token' | 'onStarted' | 'onClose'> {
  operation: BulkOperation | null;
  deleting: boolean;
  /** There is nothing to be filled in before it. */
  takesFocus: boolean;
  /** Of the operation as it stands; missing while it is being made. */
  preview: BulkPreview | undefined;
}

function RunForm({ token, operation, deleting, takesFocus, preview, onStarted, onClose }: RunFormProps) {
  const t = useT();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const key = useRef(crypto.randomUUID());
  const starting = useStartBulk();
  const nothing = preview !== undefined && preview.changing === 0 && preview.examined === preview.count;
  const mustType = preview?.confirm === 'typed' && !nothing;
  const confirmed = Number(typed.replace(/[\s,.]/g, ''));
  const hindrance =
    operation === null
      ? t('bulk.incomplete')
      : preview === undefined
        ? t('bulk.previewFirst')
        : nothing
          ? t('bulk.nothing')
          : mustType && confirmed !== token.count
            ? t('bulk.typeFirst')
            : null;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (hindrance !== null || operation === null || preview === undefined || starting.isPending) return;
    const body = { selection: token.id, operation, reason: reason.trim() || null, confirmed_count: mustType ? confirmed : null, look: preview.look };
    starting.mutate({ body, key: key.current }, { onSuccess: (started) => onStarted(started.job), onError: () => (key.current = crypto.randomUUID()) });
  };
  const changing = preview === undefined ? token.count : preview.examined < preview.count ? preview.count - preview.blocked : preview.changing;
  return (
    <form onSubmit={submit} className={classes['run']}>
      <TextInput
        label={t('bulk.reason')}
        value={reason}
        maxLength={500}
        {...(takesFocus ? { 'data-autofocus': true } : {})}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {mustType && (
        <TextInput
          label={t('bulk.typeCount', { count: token.count })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {starting.isError && <ProblemAlert error={starting.error} />}
      <Group justify="flex-end" gap="sm">
        <Text size="sm" c="dimmed" role="status" mr="auto">
          {operation === null ? '' : hindrance}
        </Text>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" {...(deleting ? { color: 'red' } : {})} loading={starting.isPending} aria-disabled={hindrance !== null} data-disabled={hindrance !== null}>
          {t(deleting ? 'bulk.runDelete' : 'bulk.run', { count: changing })}
        </Button>
      </Group>
    </form>
  );
}

function firstLines(preset: BulkPreset): EditLine[] {
  const given = preset.lines ?? [];
  if (given.length === 0) return [newLine(0)];
  return given.map((line, place) => ({ ...newLine(place, line.field, line.action), value: line.value }));
}
