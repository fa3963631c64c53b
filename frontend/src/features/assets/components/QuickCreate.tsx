import { useState } from 'react';
import { Anchor, Button, Drawer, Group, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { isReference } from '@/shared/api/record';
import type { Asset, AssetType, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useChooseScreen } from '@/shared/session/chooseScreen';
import { mayChoose } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useCreateAsset } from '../api/assetMutations';
import { assetTypesQuery, catalogueQuery } from '../api/assetQueries';
import { creationBody } from '../fieldEdit';
import { fieldsOfType, titleOf } from '../fieldValue';
import { showInList } from '../newlyMade';
import { type Draft, useDraft } from '../useDraft';
import { type AfterSaving, AssetForm, type FormValues, MAIN } from './AssetForm';

/** A short form in a sheet beside the page, so that a find on the floor is in the register before it is forgotten. */
export function QuickCreate({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const types = useQuery(assetTypesQuery(slug));
  const failed = catalogue.isError ? catalogue : types.isError ? types : null;
  return (
    <Drawer opened onClose={onClose} position="right" size={500} title={<Text fw={600}>{t('assets.new')}</Text>} closeOnClickOutside={false}>
      {failed !== null && <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />}
      {failed === null && (catalogue.data === undefined || types.data === undefined) && <Loading />}
      {catalogue.data !== undefined && types.data !== undefined && (
        <QuickForm catalogue={catalogue.data} types={types.data} onClose={onClose} />
      )}
    </Drawer>
  );
}

interface QuickFormProps {
  catalogue: FieldCatalogue;
  types: readonly AssetType[];
  onClose: () => void;
}

function QuickForm({ catalogue, types, onClose }: QuickFormProps) {
  const t = useT();
  const navigate = useNavigate();
  const tenant = useTenant();
  const { slug, client, to } = tenant;
  const back = useChooseScreen('ui.quick_create');
  const create = useCreateAsset(slug);
  const empty: Draft = {
    type: types[0]?.key ?? '',
    values: { client: client === null ? null : { id: client.id, label: client.name }, status: 'in_stock' },
  };
  const { draft, wasKept, keep, drop } = useDraft(`asset:${slug}`, empty);
  const [round, setRound] = useState(0);
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const { type } = draft;
  const fields = fieldsOfType(catalogue.fields, type).filter((field) => isAsked(field) && (field.editable || field.id === 'tag'));

  const restart = (next: Draft): void => {
    create.reset();
    setIdempotencyKey(crypto.randomUUID());
    drop(next);
    setRound((count) => count + 1);
  };
  const saved = (asset: Asset, then: AfterSaving): void => {
    // Client and type are what the next one of a pile has in common with this one.
    restart({ type, values: { ...empty.values, client: asset.client } });
    const path = to(`/assets?open=${asset.id}`);
    if (then === 'open') void navigate(path);
    else void showInList(asset).then((shown) => notifications.show({ message: <SavedNote asset={asset} shown={shown} onOpen={() => void navigate(path)} /> }));
    if (then !== 'another') onClose();
  };
  const submit = (values: FormValues, then: AfterSaving): void => {
    const owner = values['client'];
    const body = creationBody(fields, values, type, isReference(owner) ? owner.id : '');
    create.mutate({ body, key: idempotencyKey }, { onSuccess: (asset) => saved(asset, then) });
  };
  return (
    <>
      {wasKept && (
        <Group justify="space-between" mb="sm" role="status">
          <Text size="sm">{t('assets.draftKept')}</Text>
          <Button size="compact-sm" variant="subtle" onClick={() => restart(empty)}>
            {t('assets.discardDraft')}
          </Button>
        </Group>
      )}
      <Select
        label={t('assets.type')}
        mb="md"
        allowDeselect={false}
        data={types.map((item) => ({ value: item.key, label: item.name }))}
        value={type}
        onChange={(next) => next !== null && keep({ ...draft, type: next })}
      />
      <AssetForm
        key={round}
        catalogue={catalogue}
        fields={fields}
        type={type}
        initial={draft.values}
        error={create.error}
        pending={create.isPending}
        offersOpen
        takesFocus
        onValues={(values) => keep({ type, values })}
        onSubmit={submit}
        onCancel={onClose}
      />
      <Text size="sm" mt="md">
        <Anchor component={Link} to={to('/assets/new')} onClick={onClose}>
          {t('assets.moreFields')}
        </Anchor>
        {mayChoose(tenant, 'ui.quick_create') && (
          <>
            {' · '}
            <Anchor
              component="button"
              type="button"
              inherit
              disabled={back.isPending}
              onClick={() =>
                back.mutate(false, {
                  onSuccess: () => {
                    onClose();
                    void navigate(to('/assets/new'));
                  },
                })
              }
            >
              {t('assets.classicForm')}
            </Anchor>
          </>
        )}
      </Text>
      {back.isError && <ProblemAlert error={back.error} />}
    </>
  );
}

/** What everybody fills, and what the tenant will not do without; the server fills in what has a default. */
const isAsked = (field: FieldDefinition): boolean => MAIN.includes(field.id) || (field.id.startsWith('cf.') && field.required && field.default === null);

/** Drawn outside the router, so it is handed the way instead of a link. */
function SavedNote({ asset, shown, onOpen }: { asset: Asset; shown: boolean | null; onOpen: () => void }) {
  const t = useT();
  return (
    <>
      {t(shown === null ? 'assets.created' : shown ? 'assets.createdHere' : 'assets.createdOutside', { name: titleOf(asset) })}{' '}
      <Anchor component="button" type="button" onClick={onOpen}>
        {t('common.open')}
      </Anchor>
    </>
  );
}
