import { useState, type SubmitEvent } from 'react';
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Permission, Role } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { Dialog } from '@/shared/ui/Dialog';
import { FormErrors } from '@/shared/ui/FormErrors';
import { IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { permissionsQuery, roleResource, rolesQuery, useResource } from '../api/settingsQueries';
import classes from './Settings.module.css';

type Opened = { role: Role } | { copyOf: Role | null };

/** Roles as columns of one matrix: what each may do is read across, and a tenant's own are edited in a form. */
export function RolesSection() {
  const t = useT();
  const { slug, can } = useTenant();
  const roles = useQuery(rolesQuery(slug));
  const permissions = useQuery(permissionsQuery(slug));
  const [open, setOpen] = useState<Opened | null>(null);
  if (roles.isPending || permissions.isPending) return <Loading />;
  if (roles.isError) return <ProblemAlert error={roles.error} onRetry={() => void roles.refetch()} />;
  if (permissions.isError) return <ProblemAlert error={permissions.error} onRetry={() => void permissions.refetch()} />;
  const mayEdit = can('roles:manage');
  const ordered = [...roles.data].sort((one, other) => Number(other.is_builtin) - Number(one.is_builtin) || other.permissions.length - one.permissions.length);
  return (
    <>
      <div className={classes['bar']}>
        <span>{t('roles.intro')}</span>
        {mayEdit && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ copyOf: null })}>
            {t('roles.add')}
          </Button>
        )}
      </div>
      <div className={classes['tableWrap']}>
        <table className={`${classes['table'] ?? ''} ${classes['matrix'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">{t('roles.permissions')}</th>
              {ordered.map((role) => (
                <th key={role.id} scope="col">
                  <bdi>{role.name}</bdi>
                  <div className={classes['hint']}>{role.is_builtin ? t('common.builtIn') : t('common.own')}</div>
                  <div className={classes['hint']}>{t('roles.people', { count: role.members })}</div>
                  {mayEdit && (
                    <Button
                      size="compact-xs"
                      className={classes['roleButton'] ?? ''}
                      variant="subtle"
                      aria-label={role.is_builtin ? t('roles.copyNamed', { name: role.name }) : t('common.editNamed', { name: role.name })}
                      onClick={() => setOpen(role.is_builtin ? { copyOf: role } : { role })}
                    >
                      {role.is_builtin ? t('roles.copy') : t('common.edit')}
                    </Button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.data.map((permission) => (
              <tr key={permission.key}>
                <th scope="row">
                  {permission.label} <code className={classes['hint']}>{permission.key}</code>
                </th>
                {ordered.map((role) => {
                  const has = role.permissions.includes(permission.key);
                  return (
                    <td key={role.id}>
                      <span aria-hidden>{has ? '✓' : '·'}</span>
                      <span className="qd-visually-hidden">{t(has ? 'common.yes' : 'common.no')}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('roles.total')}</th>
              {ordered.map((role) => (
                <td key={role.id}>{formatNumber(role.permissions.length)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      {open !== null && <RoleDialog opened={open} permissions={permissions.data} onClose={() => setOpen(null)} />}
    </>
  );
}

interface RoleDialogProps {
  opened: Opened;
  permissions: readonly Permission[];
  onClose: () => void;
}

const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 60);

function RoleDialog({ opened, permissions, onClose }: RoleDialogProps) {
  const t = useT();
  const { slug, can } = useTenant();
  const role = 'role' in opened ? opened.role : null;
  const source = 'role' in opened ? opened.role : opened.copyOf;
  const { create, update, remove } = useResource(slug, roleResource);
  const [name, setName] = useState(role?.name ?? '');
  const [key, setKey] = useState<string | null>(null);
  // Nobody gives what they lack: such a role could not be saved.
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(source?.permissions.filter((item) => role !== null || can(item))));
  const [asking, setAsking] = useState(false);
  const save = role === null ? create : update;
  const labels: Record<string, string> = { name: t('roles.name'), key: t('common.key'), permissions: t('roles.permissions') };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const body = { name, permissions: [...chosen].sort() };
    if (role === null) create.mutate({ ...body, key: key ?? keyOf(name) }, { onSuccess: onClose });
    else update.mutate({ item: role, body }, { onSuccess: onClose });
  };
  if (asking && role !== null) {
    return (
      <ConfirmDialog
        opened
        title={t('common.deleteNamed', { name: role.name })}
        confirm={t('roles.remove')}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate(role, { onSuccess: onClose })}
      >
        {t('roles.removeHelp')}
      </ConfirmDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={role === null ? t('roles.add') : t('roles.edit')} size="lg" closeOnClickOutside={false}>
      <form onSubmit={submit}>
        <FormErrors error={save.error} labelOf={(field) => labels[field] ?? field} />
        <Stack gap="md">
          <TextInput id="field-name" label={t('roles.name')} required maxLength={200} data-autofocus autoComplete="off" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          {role === null && (
            <TextInput id="field-key" label={t('common.key')} description={t('common.keyHelp')} required autoComplete="off" value={key ?? keyOf(name)} onChange={(event) => setKey(event.currentTarget.value)} />
          )}
          <fieldset className={classes['permissions']} id="field-permissions">
            <legend>{t('roles.permissions')}</legend>
            {permissions.map((permission) => (
              <Checkbox
                key={permission.key}
                label={permission.label}
                description={can(permission.key) ? undefined : t('roles.notYours')}
                disabled={!can(permission.key) && !chosen.has(permission.key)}
                checked={chosen.has(permission.key)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.currentTarget.checked) next.add(permission.key);
                  else next.delete(permission.key);
                  setChosen(next);
                }}
              />
            ))}
          </fieldset>
          <Group gap="sm" justify="flex-end">
            {role !== null && (
              <Button variant="subtle" color="red" mr="auto" onClick={() => setAsking(true)}>
                {t('roles.remove')}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {role === null ? t('roles.add') : t('common.saveChanges')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
