import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ImportPreset } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { RecordDialog } from '@/shared/ui/RecordDialog';
import { useDeletePreset, useRenamePreset } from '../../api/importMutations';
import { presetsQuery } from '../../api/importQueries';
import classes from './Upload.module.css';

/** The mappings known here: shipped ones are recognised by their headings, own ones are kept and removed. */
export function PresetPanel() {
  const t = useT();
  const { slug, client, context } = useTenant();
  const presets = useQuery(presetsQuery(slug, client?.id));
  const remove = useDeletePreset(slug);
  const rename = useRenamePreset(slug);
  const [renaming, setRenaming] = useState<ImportPreset | null>(null);
  const ownerOf = (preset: ImportPreset): string | undefined => {
    const owner = context.clients.find((each) => each.id === preset.client_id);
    return owner === undefined ? undefined : t('upload.ofClient', { client: owner.name });
  };
  const [leaving, setLeaving] = useState<ImportPreset | null>(null);
  if (presets.data === undefined || presets.data.length === 0) return null;
  return (
    <section className={classes['panel']}>
      <h2>{t('upload.presets')}</h2>
      <p className={classes['panelHelp']}>{t('upload.presetsHelp')}</p>
      <ul className={classes['list']}>
        {presets.data.map((preset) => (
          <li key={preset.id}>
            <div className={classes['itemText']}>
              <div className={classes['itemName']}>
                <bdi>{preset.name}</bdi>
              </div>
              <div className={classes['itemMeta']}>
                {preset.is_builtin ? t('upload.shipped') : (ownerOf(preset) ?? t('common.own'))} · {t('upload.headings', { count: preset.headings.length })}
                {preset.unconfirmed.length > 0 && ` · ${t('upload.unconfirmed', { count: preset.unconfirmed.length })}`}
              </div>
            </div>
            {!preset.is_builtin && (
              <span className={classes['presetActions']}>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => {
                    rename.reset();
                    setRenaming(preset);
                  }}
                  aria-label={t('upload.renamePreset', { name: preset.name })}
                >
                  {t('upload.rename')}
                </Button>
                <Button size="compact-xs" variant="subtle" color="red" onClick={() => setLeaving(preset)} aria-label={t('upload.deletePreset', { name: preset.name })}>
                  {t('upload.delete')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {renaming !== null && (
        <RecordDialog
          title={t('upload.renamePreset', { name: renaming.name })}
          submitLabel={t('upload.rename')}
          fields={[{ id: 'name', label: t('map.presetName'), kind: 'text', required: true }]}
          initial={{ name: renaming.name }}
          error={rename.error}
          pending={rename.isPending}
          onClose={() => setRenaming(null)}
          onSubmit={({ name }) => rename.mutate({ id: renaming.id, name: typeof name === 'string' ? name.trim() : '' }, { onSuccess: () => setRenaming(null) })}
        />
      )}
      <ConfirmDialog
        opened={leaving !== null}
        title={t('common.deleteNamed', { name: leaving?.name ?? '' })}
        confirm={t('upload.deletePresetConfirm')}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving !== null && remove.mutate(leaving.id, { onSuccess: () => setLeaving(null) })}
      >
        {t('upload.deletePresetHelp')}
      </ConfirmDialog>
    </section>
  );
}
