import { useState, type SubmitEvent } from 'react';
import { Button, Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import type { Reference, View } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { FormErrors } from '@/shared/ui/FormErrors';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { isOfClient } from './viewQueries';

export interface ViewWishes {
  name: string;
  sharing: View['sharing'];
  client_id: string | null;
  pinned: boolean;
  opensFirst: boolean;
}

interface ViewDialogProps {
  module: string;
  /** The view to change, or null to save a new one. */
  view: View | null;
  initial: ViewWishes;
  error: unknown;
  pending: boolean;
  onSubmit: (wishes: ViewWishes) => void;
  onClose: () => void;
}

/** Name, audience and place of a view. */
export function ViewDialog({ module, view, initial, error, pending, onSubmit, onClose }: ViewDialogProps) {
  const t = useT();
  const { can, client, context } = useTenant();
  const [wishes, setWishes] = useState(initial);
  const [owner, setOwner] = useState<Reference | null>(() => {
    const known = context.clients.find((item) => item.id === initial.client_id) ?? client;
    return known === null ? null : { id: known.id, label: known.name };
  });
  const set = (change: Partial<ViewWishes>): void => setWishes((before) => ({ ...before, ...change }));
  const errors = isProblem(error) ? error.fieldErrors : {};
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSubmit({ ...wishes, name: wishes.name.trim(), client_id: wishes.sharing === 'client' ? (owner?.id ?? null) : null });
  };
  const incomplete = wishes.name.trim() === '' || (wishes.sharing === 'client' && owner === null);
  return (
    <Dialog onClose={onClose} title={view === null ? t('views.saveAsTitle') : t('views.editTitle')} size="sm" closeOnClickOutside={false}>
      <form onSubmit={submit}>
        <FormErrors error={error} labelOf={() => t('views.name')} />
        <Stack gap="md">
          <TextInput
            id="field-name"
            data-autofocus
            required
            maxLength={120}
            label={t('views.name')}
            error={errors['name']}
            value={wishes.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          {can('views:share') && (
            <Radio.Group
              label={t('views.sharedWith')}
              value={wishes.sharing}
              onChange={(value) => set({ sharing: value === 'client' || value === 'team' ? value : 'private' })}
            >
              <Stack gap={8} mt={6}>
                <Radio size="xs" value="private" label={t('views.onlyMe')} disabled={view !== null && !view.is_mine} />
                <Radio size="xs" value="client" label={t('views.oneClient')} />
                <Radio size="xs" value="team" label={t('views.team')} />
              </Stack>
            </Radio.Group>
          )}
          {wishes.sharing === 'client' && (
            <ReferenceSelect kind="client" clientId={null} label={t('client.scope')} required value={owner} onChange={setOwner} />
          )}
          <Stack gap={8}>
            <Checkbox
              size="xs"
              label={t('views.pin')}
              description={isOfClient(module) ? t('views.pinOfClient') : undefined}
              checked={wishes.pinned}
              onChange={(event) => set({ pinned: event.currentTarget.checked })}
            />
            <Checkbox size="xs" label={t('views.opensFirst')} checked={wishes.opensFirst} onChange={(event) => set({ opensFirst: event.currentTarget.checked })} />
          </Stack>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={pending} disabled={incomplete}>
              {t('views.saveView')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
