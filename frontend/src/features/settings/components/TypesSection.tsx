import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { optionalTextIn, textIn } from '@/shared/ui/recordValues';
import { typeResource, typesQuery } from '../api/settingsQueries';
import { SettingTable } from './SettingTable';

export function TypesSection() {
  const t = useT();
  const { slug } = useTenant();
  const types = useQuery(typesQuery(slug));
  return (
    <SettingTable
      resource={typeResource}
      list={types}
      intro={t('types.intro')}
      head={[t('types.name'), t('common.key'), t('roles.kind')]}
      nameOf={(type) => type.name}
      cells={(type) => [<bdi key="name">{type.name}</bdi>, <code key="key">{type.key}</code>, type.is_builtin ? t('common.builtIn') : t('common.own')]}
      words={{ add: t('types.add'), edit: t('types.edit'), remove: t('types.remove'), removeHelp: t('types.removeHelp') }}
      mayEdit={(type) => !type.is_builtin}
      fields={(type) => [
        { id: 'name', label: t('types.name'), kind: 'text', required: true },
        ...(type === null ? [{ id: 'key', label: t('common.key'), kind: 'text' as const, required: true, description: t('common.keyHelp') }] : []),
      ]}
      initial={(type) => ({ name: type?.name ?? '', ...(type === null ? { key: '' } : {}) })}
      newOf={(values) => ({ name: textIn(values, 'name'), key: optionalTextIn(values, 'key') })}
      changesOf={(values) => ({ name: textIn(values, 'name') })}
    />
  );
}
