import { useState } from 'react';
import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { View, ViewList } from '@/shared/api/types';
import { viewManagement } from '@/shared/i18n/en/viewManagement';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { IconDotsVertical, IconPinned, IconStar } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { TableHead } from '@/shared/ui/TableHead';
import { offerInToast } from '@/shared/undo/UndoToast';
import { ViewDialog, type ViewWishes } from './ViewDialog';
import classes from './ViewMenu.module.css';
import { ViewInUse, usesIn } from './ViewInUse';
import { againOf, usePinnedViews, useViewWrites, type Audience } from './viewQueries';

addMessages(viewManagement);

interface ManageViewsProps {
  module: string;
  views: ViewList;
  onClose: () => void;
  onDeleted: (view: View) => void;
}

/** Every view one may open: rename, share, pin, open first, delete. */
export function ManageViews({ module, views, onClose, onDeleted }: ManageViewsProps) {
  const t = useT();
  const [editing, setEditing] = useState<View | null>(null);
  const writes = useViewWrites();
  const { pinned, setPinned } = usePinnedViews(module);
  const myDefault = views.default_from === 'person' ? views.default_id : null;
  const [used, setUsed] = useState<{ view: View; uses: NonNullable<ReturnType<typeof usesIn>> } | null>(null);
  const refused = usesIn(writes.remove.error) === null ? writes.remove.error : null;
  const failed = refused ?? writes.choose.error ?? writes.drop.error;

  const openFirst = (view: View, on: boolean): void => {
    if (on) writes.choose.mutate({ id: view.id, audience: { audience: 'me' } });
    else writes.drop.mutate({ id: view.id, audience: { audience: 'me' } });
  };
  const remove = (view: View, endHabits = false): void =>
    writes.remove.mutate({ view, endHabits }, {
      onError: (error) => {
        const uses = usesIn(error);
        if (uses !== null) setUsed({ view, uses });
      },
      onSuccess: () => {
        setUsed(null);
        onDeleted(view);
        const message = t('views.deleted', { name: view.name });
        if (view.is_mine) offerInToast({ message, actions: [{ label: t('undo.undo'), perform: () => writes.create.mutate(againOf(view)) }] });
        else notifications.show({ message });
      },
    });
  const save = (view: View, wishes: ViewWishes): void => {
    const { name, sharing, client_id } = wishes;
    writes.update.mutate(
      { view, change: { name, sharing, client_id } },
      {
        onSuccess: () => {
          setPinned(view.id, wishes.pinned);
          if (wishes.opensFirst !== (myDefault === view.id)) openFirst(view, wishes.opensFirst);
          setEditing(null);
        },
      },
    );
  };
  return (
    <Dialog onClose={onClose} title={t('views.manageTitle')} size="lg">
      {failed !== null && <ProblemAlert error={failed} />}
      {views.items.length === 0 && <Text c="dimmed">{t('views.none')}</Text>}
      {views.items.length > 0 && (
        <table className={classes['table']}>
          <TableHead columns={[t('views.name'), t('views.sharedWith'), t('views.owner')]} />
          <tbody>
            {views.items.map((view) => (
              <ViewRow
                key={view.id}
                view={view}
                pinned={pinned.includes(view.id)}
                first={myDefault === view.id}
                onPin={(on) => setPinned(view.id, on)}
                onFirst={(on) => openFirst(view, on)}
                onFirstFor={(audience) => writes.choose.mutate({ id: view.id, audience }, { onSuccess: () => notifications.show({ message: t('views.firstSet', { name: view.name }) }) })}
                onEdit={() => setEditing(view)}
                onDelete={() => remove(view)}
              />
            ))}
          </tbody>
        </table>
      )}
      {used !== null && (
        <ViewInUse
          key={used.uses.map((use) => use.says).join()}
          view={used.view}
          uses={used.uses}
          error={refused}
          pending={writes.remove.isPending}
          onDelete={() => remove(used.view, true)}
          onClose={() => setUsed(null)}
        />
      )}
      {editing !== null && (
        <ViewDialog
          view={editing}
          module={module}
          initial={{ name: editing.name, sharing: editing.sharing, client_id: editing.client_id, pinned: pinned.includes(editing.id), opensFirst: myDefault === editing.id }}
          error={writes.update.error}
          pending={writes.update.isPending}
          onSubmit={(wishes) => save(editing, wishes)}
          onClose={() => {
            writes.update.reset();
            setEditing(null);
          }}
        />
      )}
    </Dialog>
  );
}

interface ViewRowProps {
  view: View;
  pinned: boolean;
  first: boolean;
  onPin: (on: boolean) => void;
  onFirst: (on: boolean) => void;
  onFirstFor: (audience: Audience) => void;
  onEdit: () => void;
  onDelete: () => void;
}

function ViewRow({ view, pinned, first, onPin, onFirst, onFirstFor, onEdit, onDelete }: ViewRowProps) {
  const t = useT();
  const { context } = useTenant();
  const client = context.clients.find((item) => item.id === view.client_id)?.name;
  const audience = { private: t('views.onlyMe'), client: client ?? t('views.oneClient'), team: t('views.team') }[view.sharing];
  return (
    <tr>
      <td>
        <bdi>{view.name}</bdi>
      </td>
      <td>
        <bdi>{audience}</bdi>
      </td>
      <td>{view.is_mine ? t('views.you') : <bdi>{view.owner_label}</bdi>}</td>
      <td>
        <span className={classes['tools']}>
          <Tooltip label={t('views.opensFirst')}>
            <ActionIcon aria-pressed={first} aria-label={t('views.opensFirstNamed', { name: view.name })} onClick={() => onFirst(!first)}>
              <IconStar size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('views.pin')}>
            <ActionIcon aria-pressed={pinned} aria-label={t('views.pinNamed', { name: view.name })} onClick={() => onPin(!pinned)}>
              <IconPinned size={16} />
            </ActionIcon>
          </Tooltip>
          <RowMenu view={view} onFirstFor={onFirstFor} onEdit={onEdit} onDelete={onDelete} />
        </span>
      </td>
    </tr>
  );
}

function RowMenu({ view, onFirstFor, onEdit, onDelete }: Pick<ViewRowProps, 'view' | 'onFirstFor' | 'onEdit' | 'onDelete'>) {
  const t = useT();
  const { can, client, slug } = useTenant();
  const [opened, setOpened] = useState(false);
  const administers = can('settings:manage');
  const sharedWithMany = view.sharing !== 'private';
  const roles = useQuery({
    queryKey: ['tenant', slug, 'role-names'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/roles', { params: { query: { limit: 200 } }, signal }))).items,
    enabled: opened && administers && sharedWithMany && can('roles:manage'),
  });
  if (!view.may_edit && !(administers && sharedWithMany)) return null;
  return (
    <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <ActionIcon aria-label={t('views.actionsNamed', { name: view.name })}>
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {view.may_edit && <Menu.Item onClick={onEdit}>{t('views.edit')}</Menu.Item>}
        {administers && sharedWithMany && client !== null && (
          <Menu.Item onClick={() => onFirstFor({ audience: 'client', client_id: client.id })}>{t('views.firstForClient', { client: client.name })}</Menu.Item>
        )}
        {(roles.data ?? []).map((role) => (
          <Menu.Item key={role.id} onClick={() => onFirstFor({ audience: 'role', role: role.key })}>
            {t('views.firstForRole', { role: role.name })}
          </Menu.Item>
        ))}
        {view.may_edit && (
          <>
            <Menu.Divider />
            <Menu.Item data-danger onClick={onDelete}>
              {t('views.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
