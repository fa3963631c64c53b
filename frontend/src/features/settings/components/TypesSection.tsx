import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { optionalTextIn, textIn } from '@/shared/ui/recordValues';
import { TypeIcon } from '@/shared/ui/TypeIcon';
import { TYPE_ICONS } from '@/shared/ui/typeIcons';
import { assetsByTypeQuery, customFieldsQuery, typeResource, typesQuery } from '../api/settingsQueries';
import classes from './Settings.module.css';
import { SettingTable } from './SettingTable';

export function TypesSection() {
  const t = useT();
  const { slug } = useTenant();
  const types = useQuery(typesQuery(slug));
  const fields = useQuery(customFieldsQuery(slug));
  const counts = useQuery(assetsByTypeQuery(slug));
  const icons = TYPE_ICONS.map((value) => ({ value, label: t(`types.icon.${value}`) }));
  const own = (key: string): string =>
    (fields.data ?? [])
      .filter((field) => field.asset_types.length === 0 || field.asset_types.includes(key))
      .map((field) => field.label)
      .join(', ');
  return (
    <SettingTable
      resource={typeResource}
      list={types}
      intro={t('types.intro')}
      head={[t('types.name'), t('common.key'), t('roles.kind'), t('fields.title'), t('nav.assets')]}
      nameOf={(type) => type.name}
      cells={(type) => [
        <span key="name" className={classes['iconed']}>
          <TypeIcon icon={type.icon} /> <bdi>{type.name}</bdi>
        </span>,
        <code key="key">{type.key}</code>,
        type.is_builtin ? t('common.builtIn') : t('common.own'),
        <bdi key="fields" className={classes['hint']}>
          {own(type.key)}
        </bdi>,
        counts.data === undefined ? '' : t('fields.assets', { count: counts.data[type.key] ?? 0 }),
      ]}
      words={{ add: t('types.add'), edit: t('types.edit'), remove: t('types.remove'), removeHelp: t('types.removeHelp') }}
      mayEdit={() => true}
      mayRemove={(type) => !type.is_builtin}
      fields={(type) => [
        { id: 'name', label: t('types.name'), kind: 'text', required: true },
        ...(type === null ? [{ id: 'key', label: t('common.key'), kind: 'text' as const, description: t('fields.keyHelp') }] : []),
        { id: 'icon', label: t('types.icon'), kind: 'choice', choices: icons },
      ]}
      initial={(type) => ({ name: type?.name ?? '', icon: TYPE_ICONS.find((icon) => icon === type?.icon) ?? 'device', ...(type === null ? { key: '' } : {}) })}
      newOf={(values) => ({ name: textIn(values, 'name'), key: optionalTextIn(values, 'key'), icon: textIn(values, 'icon') })}
      changesOf={(values) => ({ name: textIn(values, 'name'), icon: textIn(values, 'icon') })}
    />
  );
}
