import { useState } from 'react';
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { usePresetMutations } from '../../api/importMutations';
import { ownPreset } from '../../mappingEdits';

/** Keeps how this file is mapped, and what names in it stand for, for the next of its kind. */
export function SavePresetDialog({ record, onClose }: { record: WizardImport; onClose: () => void }) {
  const t = useT();
  const { slug, client, context } = useTenant();
  const { save, replace } = usePresetMutations(slug, record.id);
  const own = ownPreset(record.preset);
  const [name, setName] = useState(own?.name ?? '');
  const [forClient, setForClient] = useState(false);
  const [isDefault, setDefault] = useState(false);
  const owner = client ?? context.clients.find((each) => each.id === record.client_id) ?? null;
  const overwrites = own !== null && own.name === name.trim();
  const done = (): void => {
    notifications.show({ message: t('map.presetSaved', { name: name.trim() }) });
    onClose();
  };
  const submit = (): void => {
    if (overwrites) replace.mutate(own.id, { onSuccess: done });
    else save.mutate({ name: name.trim(), is_default: isDefault, ...(forClient && owner !== null ? { client_id: owner.id } : {}) }, { onSuccess: done });
  };
  return (
    <Dialog onClose={onClose} title={t('map.savePreset')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') submit();
        }}
      >
        <Stack gap="md">
          {(save.error ?? replace.error) !== null && <ProblemAlert error={save.error ?? replace.error} />}
          <TextInput
            data-autofocus
            required
            label={t('map.presetName')}
            description={overwrites ? t('map.presetOverwrites') : t('map.presetHelp')}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {owner !== null && !overwrites && (
            <Checkbox label={t('map.presetForClient', { client: owner.name })} checked={forClient} onChange={(event) => setForClient(event.currentTarget.checked)} />
          )}
          {!overwrites && <Checkbox label={t('map.presetDefault')} checked={isDefault} onChange={(event) => setDefault(event.currentTarget.checked)} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending || replace.isPending}>
              {t('map.savePreset')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
