import type { Member, Role } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { RecordDialog, type RecordField, type RecordValues } from '@/shared/ui/RecordDialog';
import { flagIn, textIn, textsIn } from '@/shared/ui/recordValues';
import { memberResource, useResource } from '../api/settingsQueries';
import { memberName } from '../memberColumns';
import type { Invited } from './InvitationLink';
import { MemberMore } from './MemberMore';

const MODES = ['all', 'allow', 'deny'] as const;

/** Clients are named only where they mean something. */
function access(values: RecordValues) {
  const client_mode = MODES.find((mode) => mode === textIn(values, 'client_mode')) ?? 'all';
  return { role: textIn(values, 'role'), client_mode, client_ids: client_mode === 'all' ? [] : textsIn(values, 'client_ids') };
}

interface MemberDialogProps {
  /** Null invites somebody new. */
  member: Member | null;
  roles: readonly Role[];
  onInvited: (invited: Invited) => void;
  onDone: () => void;
  onRemove: () => void;
  onClose: () => void;
}

/** Invites a person, or changes what they may do and for which clients. */
export function MemberDialog({ member, roles, onInvited, onDone, onRemove, onClose }: MemberDialogProps) {
  const t = useT();
  const { slug, context } = useTenant();
  const { create, update } = useResource(slug, memberResource);
  const save = member === null ? create : update;
  const modes = MODES.map((value) => ({ value, label: t(`members.mode.${value}`) }));
  const fields: RecordField[] = [
    ...(member === null
      ? [
          { id: 'email', label: t('auth.email'), kind: 'email' as const, required: true },
          { id: 'name', label: t('members.name'), kind: 'text' as const, required: true },
        ]
      : [{ id: 'is_active', label: t('members.active'), kind: 'switch' as const, description: t('members.activeHelp') }]),
    { id: 'role', label: t('members.role'), kind: 'choice', choices: roles.map((role) => ({ value: role.key, label: role.name })), required: true },
    { id: 'client_mode', label: t('members.mode'), kind: 'choice', choices: modes },
    {
      id: 'client_ids',
      label: t('members.clients'),
      kind: 'choices',
      choices: context.clients.map((client) => ({ value: client.id, label: client.name })),
      when: (values) => textIn(values, 'client_mode') !== 'all',
    },
  ];
  const initial: RecordValues = {
    role: member?.role ?? 'technician',
    client_mode: member?.client_mode ?? 'all',
    client_ids: member?.client_ids ?? [],
    ...(member === null ? { email: '', name: '' } : { is_active: member.is_active }),
  };
  return (
    <RecordDialog
      title={member === null ? t('members.add') : t('members.editNamed', { name: memberName(member) })}
      submitLabel={member === null ? t('members.invite') : t('common.saveChanges')}
      fields={fields}
      initial={initial}
      error={save.error}
      pending={save.isPending}
      onClose={onClose}
      onDelete={member === null ? undefined : onRemove}
      deleteLabel={t('members.remove')}
      onSubmit={(values, version) => {
        if (member === null) create.mutate({ ...access(values), email: textIn(values, 'email'), name: textIn(values, 'name') }, { onSuccess: onInvited });
        else update.mutate({ item: { ...member, version: version ?? member.version }, body: { ...access(values), is_active: flagIn(values, 'is_active') } }, { onSuccess: onDone });
      }}
    >
      {member !== null && <MemberMore member={member} role={roles.find((role) => role.key === member.role)} onInvited={onInvited} />}
    </RecordDialog>
  );
}

interface RemoveMemberProps {
  member: Member;
  onDone: () => void;
  onClose: () => void;
}

export function RemoveMember({ member, onDone, onClose }: RemoveMemberProps) {
  const t = useT();
  const { slug } = useTenant();
  const { remove } = useResource(slug, memberResource);
  return (
    <ConfirmDialog
      opened
      title={t('members.removeNamed', { name: memberName(member) })}
      confirm={t('members.remove')}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(member, { onSuccess: onDone })}
    >
      {t('members.removeHelp')}
    </ConfirmDialog>
  );
}
