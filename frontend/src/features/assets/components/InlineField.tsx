import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import type { Asset, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconPencil } from '@/shared/ui/icons';
import { conflictOf, fieldMessage, usePatchAsset } from '../api/assetMutations';
import { editableOf, writable } from '../fieldEdit';
import { textOf, valueOf } from '../fieldValue';
import classes from './AssetDrawer.module.css';
import { FieldInput } from './FieldInput';
import { FieldText } from './FieldText';

interface InlineFieldProps {
  asset: Asset;
  field: FieldDefinition;
  catalogue: FieldCatalogue;
  onChanged: (asset: Asset) => void;
}

/** One fact: read it, or press the pencil and change it in place. */
export function InlineField({ asset, field, catalogue, onChanged, mark, asked = false }: InlineFieldProps & { mark?: ReactNode; asked?: boolean }) {
  const t = useT();
  const { can } = useTenant();
  const mayEdit = field.editable && can('assets:write');
  // Somebody asked for it by name: it opens, or takes the focus where it can only be read.
  const [editing, setEditing] = useState(asked && mayEdit);
  const pencil = useRef<HTMLButtonElement>(null);
  const value = valueOf(asset, field.id);
  const close = (): void => {
    setEditing(false);
    queueMicrotask(() => pencil.current?.focus());
  };
  return (
    <div className={classes['field']}>
      <dt>{field.label}</dt>
      <dd>
        {editing ? (
          <InlineEditor asset={asset} field={field} catalogue={catalogue} onChanged={onChanged} onClose={close} />
        ) : (
          <>
            <span className={classes['value']} {...(asked ? { tabIndex: -1, ref: focusOnce } : {})}>
              <FieldText field={field} value={value} catalogue={catalogue} />
            </span>
            {mark}
            {mayEdit && (
              <ActionIcon
                ref={pencil}
                size="sm"
                className={classes['edit'] ?? ''}
                aria-label={t('drawer.editField', { field: field.label })}
                onClick={() => setEditing(true)}
              >
                <IconPencil size={15} />
              </ActionIcon>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

const focusOnce = (element: HTMLElement | null): void => element?.focus();

function InlineEditor({ asset, field, catalogue, onChanged, onClose }: InlineFieldProps & { onClose: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const patch = usePatchAsset(slug);
  const [draft, setDraft] = useState(() => editableOf(valueOf(asset, field.id)));
  const conflict = conflictOf(patch.error);
  const failure = patch.isError && conflict === null ? fieldMessage(patch.error, field.id) : null;

  const save = (version: number): void =>
    patch.mutate(
      { id: asset.id, version, changes: { [field.id]: writable(field, draft) } },
      {
        onSuccess: (saved) => {
          onChanged(saved);
          onClose();
        },
      },
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    // The form only listens for Escape; every control in it is reachable by itself.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes['editor']}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        save(asset.version);
      }}
    >
      <FieldInput
        field={field}
        value={draft}
        catalogue={catalogue}
        clientId={asset.client.id}
        status={asset.status}
        hideLabel
        takesFocus
        error={failure}
        onChange={setDraft}
      />
      {conflict === null ? (
        <div className={classes['editorButtons']}>
          <Button type="submit" size="compact-sm" loading={patch.isPending}>
            {t('common.save')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      ) : (
        <div role="alert" className={classes['conflict']}>
          {t('conflict.changed', {
            value: conflict.current === null ? '' : textOf(field, valueOf(conflict.current, field.id), catalogue) || t('filter.nothing'),
          })}
          <div className={classes['editorButtons']}>
            <Button size="compact-sm" disabled={conflict.current === null} onClick={() => save(conflict.current?.version ?? asset.version)}>
              {t('conflict.keepMine')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                if (conflict.current !== null) onChanged(conflict.current);
                onClose();
              }}
            >
              {t('conflict.takeTheirs')}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
