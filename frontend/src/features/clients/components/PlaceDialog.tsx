import { useState, type ReactNode } from 'react';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { RecordDialog, type RecordField, type RecordValues } from '@/shared/ui/RecordDialog';
import { usePlace, type PlaceResource } from '../api/placeQueries';

interface PlaceDialogProps<New, Changes> {
  resource: PlaceResource<New, Changes>;
  existing: { id: string; version: number; name: string } | null;
  title: string;
  deleteLabel: string;
  fields: readonly RecordField[];
  initial: RecordValues;
  newOf: (values: RecordValues) => New;
  changesOf: (values: RecordValues) => Changes;
  more?: ReactNode;
  onClose: () => void;
  onDone: () => void;
}

export function PlaceDialog<New, Changes>(props: PlaceDialogProps<New, Changes>) {
  const { resource, existing, title, deleteLabel, fields, initial, newOf, changesOf, onClose, onDone } = props;
  const t = useT();
  const { slug } = useTenant();
  const { save, remove } = usePlace(slug, resource);
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
      onSubmit={(values, version = existing?.version ?? 0) => {
        const input = existing === null ? { create: newOf(values) } : { existing: { ...existing, version }, changes: changesOf(values) };
        save.mutate(input, { onSuccess: onDone });
      }}
    >
      {props.more}
    </RecordDialog>
  );
}
