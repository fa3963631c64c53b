import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Member } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import type { RecordField, RecordValues } from '@/shared/ui/RecordDialog';
import { flagIn, textIn, textsIn } from '@/shared/ui/recordValues';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { memberResource, membersQuery, rolesQuery } from '../api/settingsQueries';
import { InvitationLink, type Invited } from './InvitationLink';
import { SettingTable } from './SettingTable';

const MODES = ['all', 'allow', 'deny'] as const;

/** Clients are named only where they mean something. */
function access(values: RecordValues) {
  const client_mode = MODES.find((mode) => mode === textIn(values, 'client_mode')) ?? 'all';
  return { role: textIn(values, 'role'), client_mode, client_ids: client_mode === 'all' ? [] : textsIn(values, 'client_ids') };
}

export function MembersSection() {
  const t = useT();
  const { slug, context } = useTenant();
  const [invited, setInvited] = useState<Invited | null>(null);
  const members = useQuery(membersQuery(slug));
  const roles = useQuery(rolesQuery(slug));
  const roleChoices = (roles.data ?? []).map((role) => ({ value: role.key, label: role.name }));
  const clientChoices = context.clients.map((client) => ({ value: client.id, label: client.name }));
  const modes = [
    { value: 'all', label: t('members.mode.all') },
    { value: 'allow', label: t('members.mode.allow') },
    { value: 'deny', label: t('members.mode.deny') },
  ];
  const fields = (member: Member | null): RecordField[] => [
    ...(member === null
      ? [
          { id: 'email', label: t('auth.email'), kind: 'email' as const, required: true },
          { id: 'name', label: t('members.name'), kind: 'text' as const, required: true },
        ]
      : [{ id: 'is_active', label: t('members.active'), kind: 'switch' as const }]),
    { id: 'role', label: t('members.role'), kind: 'choice', choices: roleChoices, required: true },
    { id: 'client_mode', label: t('members.mode'), kind: 'choice', choices: modes },
    { id: 'client_ids', label: t('members.clients'), kind: 'choices', choices: clientChoices, description: t('members.clientsHelp') },
  ];
  return (
    <>
      {invited !== null && <InvitationLink invited={invited} onDone={() => setInvited(null)} />}
    <SettingTable
      resource={memberResource}
      list={members}
      intro={t('members.intro')}
      head={[t('members.name'), t('auth.email'), t('members.role'), t('members.mode'), t('jobs.state')]}
      nameOf={(member) => member.name || member.email}
      cells={(member) => [
        <bdi key="name">{member.name}</bdi>,
        member.email,
        roleChoices.find((role) => role.value === member.role)?.label ?? member.role,
        member.client_mode === 'all'
          ? t('members.mode.all')
          : `${modes.find((mode) => mode.value === member.client_mode)?.label ?? ''} (${String(member.client_ids.length)})`,
        <StatusBadge key="state" tone={!member.is_active ? 'outline' : member.is_pending ? 'pending' : 'success'}>
          {!member.is_active ? t('clients.inactive') : member.is_pending ? t('members.invited') : t('clients.active')}
        </StatusBadge>,
      ]}
      words={{ add: t('members.add'), edit: t('members.edit'), remove: t('members.remove'), removeHelp: t('members.removeHelp') }}
      mayEdit={(member) => member.id !== context.user.id}
      fields={fields}
      initial={(member) => ({
        role: member?.role ?? 'technician',
        client_mode: member?.client_mode ?? 'all',
        client_ids: member?.client_ids ?? [],
        ...(member === null ? { email: '', name: '' } : { is_active: member.is_active }),
      })}
      newOf={(values) => ({ email: textIn(values, 'email').trim(), name: textIn(values, 'name'), ...access(values) })}
      changesOf={(values) => ({ is_active: flagIn(values, 'is_active'), ...access(values) })}
      onMade={setInvited}
    />
    </>
  );
}
