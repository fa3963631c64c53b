import { useState } from 'react';
import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import type { ImportMapping, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { IconInfoCircle } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { usePresetMutations } from '../../api/importMutations';
import { presetsQuery } from '../../api/importQueries';
import classes from './Map.module.css';

interface MapToolbarProps {
  record: WizardImport;
  mapping: ImportMapping;
  counts: { mapped: number; check: number; rest: number };
  /** Called when the whole mapping was replaced, so unsaved choices are forgotten. */
  onReplaced: () => void;
}

/** The mapping in numbers, and presets: one made before is applied, this one is kept for the next time. */
export function MapToolbar({ record, mapping, counts, onReplaced }: MapToolbarProps) {
  const t = useT();
  const { slug } = useTenant();
  const presets = usePresetMutations(slug, record.id);
  const [saving, setSaving] = useState(false);
  const failure = presets.apply.error ?? presets.guess.error;
  const options = mapping.presets.map((preset) => ({
    value: preset.id,
    label: t('map.presetFits', { name: preset.name, matched: preset.matched, of: preset.of }),
  }));
  return (
    <>
      {failure !== null && <ProblemAlert error={failure} />}
      <Unconfirmed mapping={mapping} />
      <div className={classes['toolbar']}>
        <p role="status" className={classes['summary']}>
          {t('map.summary', counts)}
        </p>
        <Select
          w={260}
          aria-label={t('map.preset')}
          placeholder={options.length === 0 ? t('map.noPreset') : t('map.choosePreset')}
          data={options}
          value={mapping.preset?.id ?? null}
          allowDeselect={false}
          searchable={options.length > 8}
          disabled={options.length === 0 || presets.apply.isPending}
          onChange={(id) => {
            if (id !== null) presets.apply.mutate(id, { onSuccess: onReplaced });
          }}
        />
        <Button variant="default" onClick={() => setSaving(true)}>
          {t('map.savePreset')}
        </Button>
        <Button variant="subtle" loading={presets.guess.isPending} onClick={() => presets.guess.mutate(undefined, { onSuccess: onReplaced })}>
          {t('map.guessAgain')}
        </Button>
      </div>
      {saving && <SavePresetDialog record={record} mapping={mapping} onClose={() => setSaving(false)} />}
    </>
  );
}

/** Of a shipped preset, what nobody has seen in a real export yet is not to be trusted blindly. */
function Unconfirmed({ mapping }: { mapping: ImportMapping }) {
  const t = useT();
  const { slug, client } = useTenant();
  const presets = useQuery(presetsQuery(slug, client?.id));
  const preset = presets.data?.find((each) => each.id === mapping.preset?.id);
  const unconfirmed = new Set(preset?.unconfirmed.map(plainHeading) ?? []);
  const here = mapping.columns.filter((column) => column.field !== null && unconfirmed.has(plainHeading(column.header))).map((column) => column.header);
  if (preset === undefined || here.length === 0) return null;
  return (
    <p className={classes['unconfirmed']}>
      <IconInfoCircle size={15} aria-hidden />
      <span>{t('map.presetUnconfirmed', { name: preset.name, count: here.length, headings: here.join(', ') })}</span>
    </p>
  );
}

const plainHeading = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function SavePresetDialog({ record, mapping, onClose }: { record: WizardImport; mapping: ImportMapping; onClose: () => void }) {
  const t = useT();
  const { slug, client, context } = useTenant();
  const { save, replace } = usePresetMutations(slug, record.id);
  const own = mapping.preset !== null && !mapping.preset.id.startsWith('builtin:') ? mapping.preset : null;
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
