import { useState } from 'react';
import type { Client } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { RecordDialog, type RecordField } from '@/shared/ui/RecordDialog';
import { flagIn, optionalTextIn, textIn, textsIn } from '@/shared/ui/recordValues';
import { clientResource, usePlace } from '../api/placeQueries';

interface ClientDialogProps {
  client: Client | null;
  onClose: () => void;
  onSaved: () => void;
  onDeleted?: () => void;
}

export function ClientDialog({ client, onClose, onSaved, onDeleted }: ClientDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const { save, remove } = usePlace(slug, clientResource);
  const [asking, setAsking] = useState(false);
  const fields: RecordField[] = [
    { id: 'name', label: t('clients.name'), kind: 'text', required: true },
    { id: 'alternative_names', label: t('clients.alternativeNames'), kind: 'list', description: t('clients.alternativeNamesHelp') },
    { id: 'notes', label: t('clients.notes'), kind: 'long' },
    ...(client === null ? [] : [{ id: 'is_active', label: t('clients.active'), kind: 'switch' as const }]),
  ];
  if (asking && client !== null) {
    return (
      <ConfirmDialog
        opened
        title={t('clients.deleteTitle', { name: client.name })}
        confirm={t('clients.delete')}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate(client, { onSuccess: () => onDeleted?.() })}
      >
        {t('clients.deleteHelp')}
      </ConfirmDialog>
    );
  }
  return (
    <RecordDialog
      title={client === null ? t('clients.new') : t('clients.edit')}
      submitLabel={client === null ? t('clients.create') : t('common.saveChanges')}
      fields={fields}
      initial={
        client === null
          ? { name: '', alternative_names: [], notes: '' }
          : { name: client.name, alternative_names: client.alternative_names, notes: client.notes ?? '', is_active: client.is_active }
      }
      error={save.error}
      pending={save.isPending}
      onClose={onClose}
      onDelete={client === null || onDeleted === undefined ? undefined : () => setAsking(true)}
      deleteLabel={t('clients.delete')}
      onSubmit={(values, version = client?.version ?? 0) => {
        const body = { name: textIn(values, 'name'), alternative_names: textsIn(values, 'alternative_names'), notes: optionalTextIn(values, 'notes') };
        const input = client === null ? { create: body } : { existing: { ...client, version }, changes: { ...body, is_active: flagIn(values, 'is_active') } };
        save.mutate(input, { onSuccess: onSaved });
      }}
    />
  );
}
