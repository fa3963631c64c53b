import { useCallback, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import type { FieldCatalogue, FieldValue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useChooseScreen } from '@/shared/session/chooseScreen';
import { isOn, mayChoose } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import { PageWait } from '@/shared/ui/PageWait';
import { NotPermitted } from '@/shared/ui/Failure';
import { PageFrame } from '@/shared/ui/PageFrame';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import { useCreateAsset } from '../api/assetMutations';
import { assetTypesQuery, catalogueQuery } from '../api/assetQueries';
import { creationBody, defaultsOf } from '../fieldEdit';
import { fieldsOfType, titleOf } from '../fieldValue';
import { type AfterSaving, AssetForm, type FormValues } from './AssetForm';
import { TypeChoice } from './TypeChoice';

export function AssetCreatePage() {
  const t = useT();
  const tenant = useTenant();
  const { slug, to } = tenant;
  const quick = useChooseScreen('ui.quick_create');
  const catalogue = useQuery(catalogueQuery(slug));
  const [type, setType] = useState<string | null>(null);
  const types = useQuery(assetTypesQuery(slug));
  const typeName = types.data?.find((item) => item.key === type)?.name;

  const path = [{ label: t('nav.assets'), to: to('/assets') }, { label: t('assets.new') }];

  if (!tenant.can('assets:write')) {
    return (
      <PageFrame title={t('assets.new')} path={path}>
        <NotPermitted />
      </PageFrame>
    );
  }
  if (catalogue.data === undefined || types.data === undefined) return <PageWait title={t('assets.new')} path={path} needs={[catalogue, types]} />;
  return (
    <PageFrame
      title={typeName === undefined ? t('assets.new') : t('assets.newOf', { type: typeName })}
      path={path}
      actions={
        mayChoose(tenant, 'ui.quick_create') && !isOn(tenant, 'ui.quick_create') ? (
          <Button variant="default" loading={quick.isPending} onClick={() => quick.mutate(true)}>
            {t('assets.useQuickCreate')}
          </Button>
        ) : undefined
      }
    >
      {type === null ? (
        <TypeChoice types={types.data} onChoose={setType} />
      ) : (
        <CreateForm key={type} catalogue={catalogue.data} type={type} onChangeType={() => setType(null)} />
      )}
    </PageFrame>
  );
}

interface CreateFormProps {
  catalogue: FieldCatalogue;
  type: string;
  onChangeType: () => void;
}

function CreateForm({ catalogue, type, onChangeType }: CreateFormProps) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, client, to } = useTenant();
  const create = useCreateAsset(slug);
  const [round, setRound] = useState(0);
  const dirty = useRef(false);
  const isDirty = useCallback(() => dirty.current, []);
  const fields = fieldsOfType(catalogue.fields, type).filter((field) => field.editable || field.id === 'tag');
  const initial: FormValues = { client: client === null ? null : { id: client.id, label: client.name }, status: 'in_stock', ...defaultsOf(fields) };
  // One key a form filling: a double click or a retry after a lost answer makes one asset.
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());

  const submit = (values: FormValues, then: AfterSaving): void => {
    const owner: FieldValue = values['client'];
    const clientId = typeof owner === 'object' && owner !== null && 'id' in owner ? owner.id : '';
    create.mutate(
      { body: creationBody(fields, values, type, clientId), key: idempotencyKey },
      {
        onSuccess: (asset) => {
          dirty.current = false;
          setIdempotencyKey(crypto.randomUUID());
          notifications.show({ message: t('assets.created', { name: titleOf(asset) }) });
          if (then === 'another') setRound((count) => count + 1);
          else void navigate(to(`/assets?open=${asset.id}`));
        },
      },
    );
  };
  return (
    <>
    <UnsavedGuard isDirty={isDirty} />
    <AssetForm
      key={round}
      catalogue={catalogue}
      fields={fields}
      type={type}
      initial={initial}
      error={create.error}
      pending={create.isPending}
      onSubmit={submit}
      onChangeType={onChangeType}
      onValues={() => {
        dirty.current = true;
      }}
      onCancel={() => void navigate(to('/assets'))}
    />
    </>
  );
}
