import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textIn, textsIn } from '@/shared/ui/recordValues';
import { roleResource, rolesQuery } from '../api/settingsQueries';
import { SettingTable } from './SettingTable';

export function RolesSection() {
  const t = useT();
  const { slug } = useTenant();
  const roles = useQuery(rolesQuery(slug));
  const known = [...new Set((roles.data ?? []).flatMap((role) => role.permissions))].sort();
  return (
    <SettingTable
      resource={roleResource}
      list={roles}
      intro={t('roles.intro')}
      head={[t('roles.name'), t('roles.permissions'), t('roles.kind')]}
      nameOf={(role) => role.name}
      cells={(role) => [
        <bdi key="name">{role.name}</bdi>,
        role.permissions.join(', '),
        role.is_builtin ? t('common.builtIn') : t('common.own'),
      ]}
      words={{ add: t('roles.add'), edit: t('roles.edit'), remove: t('roles.remove'), removeHelp: t('roles.removeHelp') }}
      mayEdit={(role) => !role.is_builtin}
      fields={(role) => [
        { id: 'name', label: t('roles.name'), kind: 'text', required: true },
        ...(role === null ? [{ id: 'key', label: t('common.key'), kind: 'text' as const, required: true, description: t('common.keyHelp') }] : []),
        { id: 'permissions', label: t('roles.permissions'), kind: 'choices', choices: known.map((item) => ({ value: item, label: item })) },
      ]}
      initial={(role) => ({ name: role?.name ?? '', permissions: role?.permissions ?? [], ...(role === null ? { key: '' } : {}) })}
      newOf={(values) => ({ name: textIn(values, 'name'), key: textIn(values, 'key'), permissions: textsIn(values, 'permissions') })}
      changesOf={(values) => ({ name: textIn(values, 'name'), permissions: textsIn(values, 'permissions') })}
    />
  );
}
