import type { Member, Role } from '@/shared/api/types';
import type { GridColumn } from '@/shared/grid/types';
import { formatDateTime } from '@/shared/i18n/format';
import type { Translate } from '@/shared/i18n/i18n';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { StatusBadge, type Tone } from '@/shared/ui/StatusBadge';
import { stateOf, type MemberState } from './api/memberSource';
import classes from './components/Settings.module.css';

export const STATE_TONES: Record<MemberState, Tone> = { active: 'success', invited: 'pending', over: 'warning', inactive: 'outline' };

interface Named {
  id: string;
  name: string;
}

export const memberName = (member: Member): string => member.name || member.email;

/** Which clients somebody sees, in words. */
export function clientsOf(t: Translate, member: Member, clients: readonly Named[]): string {
  if (member.client_mode === 'all') return t('members.mode.all');
  const names = member.client_ids.map((id) => clients.find((client) => client.id === id)?.name ?? '…').join(', ');
  return `${t(`members.mode.${member.client_mode}`)}: ${names}`;
}

export const roleNameOf = (roles: readonly Role[], key: string): string => roles.find((role) => role.key === key)?.name ?? key;

export function memberColumns(t: Translate, roles: readonly Role[], clients: readonly Named[], me: string): GridColumn<Member>[] {
  const factor = (member: Member): string => (member.is_pending ? '' : t(member.has_second_factor ? 'account.on' : 'account.off'));
  const state = (member: Member): string => t(`members.state.${stateOf(member)}`);
  return [
    {
      id: 'name',
      label: t('members.name'),
      width: 180,
      pin: 'left',
      canHide: false,
      sortable: true,
      render: (member) => (
        <>
          <bdi>{memberName(member)}</bdi>
          {member.id === me && <span className={classes['you']}>{t('members.you')}</span>}
        </>
      ),
      text: memberName,
    },
    { id: 'email', label: t('auth.email'), width: 210, sortable: true, render: (member) => <bdi>{member.email}</bdi>, text: (member) => member.email },
    { id: 'role', label: t('members.role'), width: 120, sortable: true, render: (member) => <bdi>{roleNameOf(roles, member.role)}</bdi>, text: (member) => roleNameOf(roles, member.role) },
    {
      id: 'state',
      label: t('jobs.state'),
      width: 150,
      sortable: true,
      render: (member) => <StatusBadge tone={STATE_TONES[stateOf(member)]}>{state(member)}</StatusBadge>,
      text: state,
    },
    { id: 'clients', label: t('members.mode'), width: 180, sortable: true, render: (member) => <bdi>{clientsOf(t, member, clients)}</bdi>, text: (member) => clientsOf(t, member, clients) },
    { id: 'second_factor', label: t('account.secondFactor'), width: 110, sortable: true, render: factor, text: factor },
    {
      id: 'invitation_expires_at',
      label: t('members.worksUntil'),
      width: 140,
      defaultVisible: false,
      sortable: true,
      render: (member) => (member.invitation_expires_at === null ? '' : <RelativeTime at={member.invitation_expires_at} />),
      text: (member) => (member.invitation_expires_at === null ? '' : formatDateTime(member.invitation_expires_at)),
      sortValue: (member) => member.invitation_expires_at ?? '',
    },
  ];
}
