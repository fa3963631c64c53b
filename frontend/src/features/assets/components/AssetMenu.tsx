import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Asset } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useMerging } from '@/shared/merging/MergeProvider';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconArrowMerge, IconDotsVertical, IconPencil, IconTrash } from '@/shared/ui/icons';
import { useDeleteAsset } from '../api/assetMutations';
import { titleOf } from '../fieldValue';

export function AssetMenu({ asset, onDeleted }: { asset: Asset; onDeleted: () => void }) {
  const t = useT();
  const { can, slug, to } = useTenant();
  const [asking, setAsking] = useState(false);
  const merging = useMerging();
  const remove = useDeleteAsset(slug);
  const name = titleOf(asset);
  if (!can('assets:write') && !can('assets:delete')) return null;
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon aria-label={t('drawer.actions')}>
            <IconDotsVertical size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {can('assets:write') && (
            <Menu.Item component={Link} to={to(`/assets/${asset.id}/edit`)} leftSection={<IconPencil size={16} aria-hidden />}>
              {t('assets.editAll')}
            </Menu.Item>
          )}
          {merging.may && (
            <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={() => merging.merge([asset.id])}>
              {t('merging.one')}
            </Menu.Item>
          )}
          {can('assets:delete') && (
            <Menu.Item data-danger leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>
              {t('assets.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t('assets.deleteTitle', { name })}
        confirm={t('assets.deleteConfirm')}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          remove.mutate(
            { id: asset.id, version: asset.version, name },
            {
              onSuccess: () => {
                setAsking(false);
                onDeleted();
              },
            },
          )
        }
      >
        {t('assets.deleteHelp')}
      </ConfirmDialog>
    </>
  );
}
