import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ImportMapping, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconInfoCircle } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { usePresetMutations } from '../../api/importMutations';
import { presetsQuery } from '../../api/importQueries';
import classes from './Map.module.css';
import { SavePresetDialog } from './SavePresetDialog';

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
  const { slug, client, context } = useTenant();
  const presets = usePresetMutations(slug, record.id);
  const known = useQuery(presetsQuery(slug, record.client_id ?? client?.id));
  const [saving, setSaving] = useState(false);
  const failure = presets.apply.error ?? presets.guess.error;
  // Presets of two clients, and one of all, may have the same name.
  const called = ({ name, client_id }: { name: string; client_id: string | null }): string => {
    const owner = context.clients.find((each) => each.id === client_id);
    return owner === undefined ? name : `${name} · ${t('upload.ofClient', { client: owner.name })}`;
  };
  const fitting = mapping.presets.map((preset) => ({
    value: preset.id,
    label: t('map.presetFits', { name: called(preset), matched: preset.matched, of: preset.of }),
  }));
  // A file whose headings somebody changed is of its tool all the same.
  const others = (known.data ?? []).filter((preset) => mapping.presets.every((each) => each.id !== preset.id)).map((preset) => ({ value: preset.id, label: called(preset) }));
  const options = [
    { group: t('map.presetsFitting'), items: fitting },
    { group: t('map.presetsOther'), items: others },
  ].filter(({ items }) => items.length > 0);
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
          searchable
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
      {saving && <SavePresetDialog record={record} onClose={() => setSaving(false)} />}
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
