import { useCallback, useRef } from 'react';
import { Alert, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { placeInList } from '@/shared/ui/listPlace';
import { PageWait } from '@/shared/ui/PageWait';
import { NotPermitted } from '@/shared/ui/Failure';
import { PageFrame } from '@/shared/ui/PageFrame';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import { conflictOf, usePatchAsset } from '../api/assetMutations';
import { assetQuery, catalogueQuery } from '../api/assetQueries';
import { changedFields, editableOf } from '../fieldEdit';
import { fieldsOfType, plain, titleOf, valueOf } from '../fieldValue';
import { AssetForm, type FormValues } from './AssetForm';

export function AssetEditPage() {
  const t = useT();
  const { assetId = '' } = useParams();
  const { slug, to, can } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const asset = useQuery({ ...assetQuery(slug, assetId), staleTime: 0, refetchOnReconnect: false });
  const path = [{ label: t('nav.assets'), to: placeInList(to('/assets'), assetId) }];
  if (!can('assets:write')) {
    return (
      <PageFrame title={t('assets.editAll')} path={path}>
        <NotPermitted />
      </PageFrame>
    );
  }
  if (catalogue.data === undefined || asset.data === undefined) return <PageWait title={t('assets.editAll')} path={path} needs={[asset, catalogue]} />;
  return <EditForm catalogue={catalogue.data} asset={asset.data} reload={() => void asset.refetch()} />;
}

function EditForm({ catalogue, asset, reload }: { catalogue: FieldCatalogue; asset: Asset; reload: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to } = useTenant();
  const patch = usePatchAsset(slug);
  const fields = fieldsOfType(catalogue.fields, asset.type).filter((field) => field.editable);
  const initial: FormValues = Object.fromEntries(
    catalogue.fields.map((field) => [field.id, editableOf(valueOf(asset, field.id))]),
  );
  const conflict = conflictOf(patch.error);
  const values = useRef(initial);
  const saved = useRef(false);
  const isDirty = useCallback(() => !saved.current && Object.keys(changedFields(fields, initial, values.current)).length > 0, [fields, initial]);
  const leave = (): void => void navigate(placeInList(to('/assets'), asset.id));

  const submit = (values: FormValues, version: number): void => {
    const changes = changedFields(fields, initial, values);
    if (Object.keys(changes).length === 0) {
      leave();
      return;
    }
    patch.mutate(
      { id: asset.id, version, changes },
      {
        onSuccess: () => {
          saved.current = true;
          leave();
        },
      },
    );
  };
  const latest = conflict?.current?.version ?? asset.version;
  return (
    <PageFrame
      title={t('assets.editTitle', { name: titleOf(asset) })}
      path={[
        { label: t('nav.assets'), to: placeInList(to('/assets'), asset.id) },
        { label: plain(asset['tag']), to: to(`/assets/${asset.id}`) },
        { label: t('common.edit') },
      ]}
    >
      <UnsavedGuard isDirty={isDirty} />
      {conflict !== null && (
        <Alert role="alert" color="yellow" mb="md" title={t('conflict.formTitle')}>
          {t('conflict.formHelp')}
          <Group mt="sm">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                patch.reset();
                reload();
              }}
            >
              {t('conflict.reload')}
            </Button>
          </Group>
        </Alert>
      )}
      <AssetForm
        key={asset.version}
        catalogue={catalogue}
        fields={fields}
        type={asset.type}
        assetId={asset.id}
        status={asset.status}
        initial={initial}
        error={conflict === null ? patch.error : null}
        pending={patch.isPending}
        onSubmit={(values) => submit(values, latest)}
        onValues={(next) => {
          values.current = next;
        }}
        onCancel={leave}
      />
    </PageFrame>
  );
}
