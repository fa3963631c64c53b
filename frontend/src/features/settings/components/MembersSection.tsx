import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Member } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import type { RecordField, RecordValues } from '@/shared/ui/RecordDialog';
import { flagIn, textIn, textsIn } from '@/shared/ui/recordValues';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SearchInput } from '@/shared/ui/SearchInput';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { memberResource, membersQuery, rolesQuery } from '../api/settingsQueries';
import { InvitationLink, type Invited } from './InvitationLink';
import { MemberMore } from './MemberMore';
import classes from './Settings.module.css';
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
  const [q, setQ] = useState('');
  const needle = q.trim().toLowerCase();
  const members = useQuery({
    ...membersQuery(slug),
    select: (all) => all.filter((member) => `${member.name} ${member.email}`.toLowerCase().includes(needle)),
  });
  const roles = useQuery(rolesQuery(slug));
  const roleChoices = (roles.data ?? []).map((role) => ({ value: role.key, label: role.name }));
  const clientChoices = context.clients.map((client) => ({ value: client.id, label: client.name }));
  const modes = MODES.map((value) => ({ value, label: t(`members.mode.${value}`) }));
  const clientNames = (member: Member): string =>
    member.client_ids.map((id) => clientChoices.find((client) => client.value === id)?.label ?? '…').join(', ');
  const fields = (member: Member | null): RecordField[] => [
    ...(member === null
      ? [
          { id: 'email', label: t('auth.email'), kind: 'email' as const, required: true },
          { id: 'name', label: t('members.name'), kind: 'text' as const, required: true },
        ]
      : [{ id: 'is_active', label: t('members.active'), kind: 'switch' as const, description: t('members.activeHelp') }]),
    { id: 'role', label: t('members.role'), kind: 'choice', choices: roleChoices, required: true },
    { id: 'client_mode', label: t('members.mode'), kind: 'choice', choices: modes },
    { id: 'client_ids', label: t('members.clients'), kind: 'choices', choices: clientChoices, when: (values) => textIn(values, 'client_mode') !== 'all' },
  ];
  return (
    <>
      {invited !== null && <InvitationLink invited={invited} onDone={() => setInvited(null)} />}
      <div className={classes['bar']}>
        <SearchInput label={t('members.search')} value={q} onChange={setQ} />
      </div>
      <SettingTable
        resource={memberResource}
        list={members}
        intro={t('members.intro')}
        none={needle === '' ? undefined : t('members.noMatch')}
        head={[t('members.name'), t('members.role'), t('members.mode'), t('account.secondFactor'), t('jobs.state')]}
        nameOf={(member) => member.name || member.email}
        cells={(member) => [
          <span key="name">
            <bdi>{member.name}</bdi>
            <div className={classes['hint']}>{member.email}</div>
          </span>,
          roleChoices.find((role) => role.value === member.role)?.label ?? member.role,
          member.client_mode === 'all' ? (
            t('members.mode.all')
          ) : (
            <span key="mode">
              {t(`members.mode.${member.client_mode}`)}
              <div className={classes['hint']}>
                <bdi>{clientNames(member)}</bdi>
              </div>
            </span>
          ),
          member.is_pending ? '' : t(member.has_second_factor ? 'account.on' : 'account.off'),
          <MemberState key="state" member={member} />,
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
        more={(member, close) => (
          <MemberMore
            member={member}
            role={roles.data?.find((role) => role.key === member.role)}
            onInvited={(again) => {
              close();
              setInvited(again);
            }}
          />
        )}
      />
    </>
  );
}

function MemberState({ member }: { member: Member }) {
  const t = useT();
  if (!member.is_active) return <StatusBadge tone="outline">{t('clients.inactive')}</StatusBadge>;
  if (!member.is_pending) return <StatusBadge tone="success">{t('clients.active')}</StatusBadge>;
  const until = member.invitation_expires_at;
  const isOver = until === null || new Date(until) < new Date();
  return (
    <>
      <StatusBadge tone={isOver ? 'warning' : 'pending'}>{isOver ? t('members.invitationOver') : t('members.invited')}</StatusBadge>
      {until !== null && !isOver && (
        <div className={classes['hint']}>
          {t('members.worksUntil')} <RelativeTime at={until} />
        </div>
      )}
    </>
  );
}
