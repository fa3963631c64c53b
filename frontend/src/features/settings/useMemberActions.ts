import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import type { Action } from '@/shared/actions/registry';
import type { Member } from '@/shared/api/types';
import type { RowActions } from '@/shared/grid/gridProps';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { problemTitle } from '@/shared/ui/problemText';
import { offerInToast } from '@/shared/undo/UndoToast';
import { useMemberWrites } from './api/settingsQueries';
import type { Invited } from './components/InvitationLink';
import { memberName } from './memberColumns';

export type MemberDeed = 'edit' | 'factor' | 'remove';

interface MemberActions {
  open: (member: Member, deed: MemberDeed) => void;
  onInvited: (invited: Invited) => void;
  onDone: () => void;
}

/** What can be done for a person from the list. */
export function useMemberActions({ open, onInvited, onDone }: MemberActions): RowActions<Member> {
  const t = useT();
  const navigate = useNavigate();
  const { slug, context, can, to } = useTenant();
  const { inviteAgain, setActive } = useMemberWrites(slug);
  const refused = (error: Error): void => void notifications.show({ color: 'red', message: problemTitle(error) });

  const letIn = (member: Member, isActive: boolean): void =>
    setActive.mutate(
      { member, isActive },
      {
        onSuccess: (changed) => {
          onDone();
          const message = t(isActive ? 'members.letIn' : 'members.suspended', { name: memberName(member) });
          offerInToast({ message, actions: [{ label: t('undo.undo'), perform: () => setActive.mutate({ member: changed, isActive: !isActive }, { onSuccess: onDone, onError: refused }) }] });
        },
        onError: refused,
      },
    );
  return (member) => {
    const of = (id: Action['id'], label: string, perform: () => void): Action => ({ id, label, group: 'selection', perform });
    const audit = can('settings:manage') ? [of('row.audit', t('members.audit'), () => void navigate(to(`/audit?${new URLSearchParams({ actor: member.id }).toString()}`)))] : [];
    if (member.id === context.user.id) {
      return { title: memberName(member), actions: [of('row.account', t('members.ownAccount'), () => void navigate(to('/settings/account'))), ...audit] };
    }
    return {
      title: memberName(member),
      actions: [
        { ...of('row.edit', t('members.edit'), () => open(member, 'edit')), hotkey: 'Enter' },
        ...(member.is_pending ? [of('row.invite', t('members.inviteAgain'), () => inviteAgain.mutate(member.id, { onSuccess: onInvited, onError: refused }))] : []),
        ...(member.has_second_factor ? [of('row.factor', t('members.resetFactor'), () => open(member, 'factor'))] : []),
        of('row.suspend', t(member.is_active ? 'members.suspend' : 'members.letInAgain'), () => letIn(member, !member.is_active)),
        ...audit,
        { ...of('row.remove', t('members.remove'), () => open(member, 'remove')), danger: true },
      ],
    };
  };
}
