import { useState } from 'react';
import { isReference } from '@/shared/api/record';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { RecordDialog, type RecordField, type RecordValues } from '@/shared/ui/RecordDialog';
import { useDeletePlace, useSavePlace, type PlaceKind } from '../api/placeQueries';

interface PlaceDialogProps {
  kind: PlaceKind;
  clientId: string;
  existing: { id: string; version: number; name: string } | null;
  title: string;
  deleteLabel: string;
  fields: readonly RecordField[];
  initial: RecordValues;
  onClose: () => void;
  onDone: () => void;
}

/** Empty text is nothing, a reference is its id, and a record never changes its client. */
function bodyOf(values: RecordValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key !== 'client_id')
      .map(([key, value]) => [key, isReference(value) ? value.id : value === '' ? null : value]),
  );
}

export function PlaceDialog({ kind, clientId, existing, title, deleteLabel, fields, initial, onClose, onDone }: PlaceDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const save = useSavePlace(slug, kind);
  const remove = useDeletePlace(slug, kind);
  const [asking, setAsking] = useState(false);
  if (asking && existing !== null) {
    return (
      <ConfirmDialog
        opened
        title={t('places.deleteTitle', { name: existing.name })}
        confirm={deleteLabel}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate(existing, { onSuccess: onDone })}
      >
        {t('places.deleteHelp')}
      </ConfirmDialog>
    );
  }
  return (
    <RecordDialog
      title={title}
      submitLabel={existing === null ? title : t('common.saveChanges')}
      fields={fields}
      initial={initial}
      error={save.error}
      pending={save.isPending}
      onClose={onClose}
      onDelete={existing === null ? undefined : () => setAsking(true)}
      deleteLabel={deleteLabel}
      onSubmit={(values) => {
        const body = bodyOf(values);
        save.mutate(existing === null ? { body: { ...body, client_id: clientId } } : { existing, body }, { onSuccess: onDone });
      }}
    />
  );
}
