import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ImportPreset } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { useDeletePreset } from '../../api/importMutations';
import { presetsQuery } from '../../api/importQueries';
import classes from './Upload.module.css';

/** The mappings known here: shipped ones are recognised by their headings, own ones are kept and removed. */
export function PresetPanel() {
  const t = useT();
  const { slug, client } = useTenant();
  const presets = useQuery(presetsQuery(slug, client?.id));
  const remove = useDeletePreset(slug);
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
                {preset.is_builtin ? t('upload.shipped') : t('common.own')} · {t('upload.headings', { count: preset.headings.length })}
                {preset.unconfirmed.length > 0 && ` · ${t('upload.unconfirmed', { count: preset.unconfirmed.length })}`}
              </div>
            </div>
            {!preset.is_builtin && (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => setLeaving(preset)} aria-label={t('upload.deletePreset', { name: preset.name })}>
                {t('upload.delete')}
              </Button>
            )}
          </li>
        ))}
      </ul>
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
