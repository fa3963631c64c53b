import { useState } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Member, Role } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { permissionsQuery, useMemberWrites } from '../api/settingsQueries';
import type { Invited } from './InvitationLink';
import { ResetFactor } from './ResetFactor';
import classes from './Settings.module.css';

interface MemberMoreProps {
  member: Member;
  role: Role | undefined;
  onInvited: (invited: Invited) => void;
}

/** What a person may do and why, and what can be done for somebody who is locked out. */
export function MemberMore({ member, role, onInvited }: MemberMoreProps) {
  const t = useT();
  const { slug } = useTenant();
  const permissions = useQuery(permissionsQuery(slug));
  const { inviteAgain } = useMemberWrites(slug);
  const [asking, setAsking] = useState(false);
  const may = (permissions.data ?? []).filter((permission) => role?.permissions.includes(permission.key) === true);
  return (
    <section className={classes['more']} aria-label={t('members.more')}>
      {inviteAgain.isError && <ProblemAlert error={inviteAgain.error} />}
      {(member.is_pending || member.has_second_factor) && (
        <Group gap="sm">
          {member.is_pending && (
            <Button variant="default" size="compact-sm" loading={inviteAgain.isPending} onClick={() => inviteAgain.mutate(member.id, { onSuccess: onInvited })}>
              {t('members.inviteAgain')}
            </Button>
          )}
          {member.has_second_factor && (
            <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
              {t('members.resetFactor')}
            </Button>
          )}
        </Group>
      )}
      {role !== undefined && (
        <details>
          <summary>{t('members.mayDo', { count: may.length })}</summary>
          <Text size="sm" c="dimmed">
            {member.is_active ? t('members.because', { role: role.name, scope: t(`members.scope.${member.client_mode}`, { count: member.client_ids.length }) }) : t('members.mayNothing')}
          </Text>
          <ul className={classes['plain']}>
            {may.map((permission) => (
              <li key={permission.key}>{permission.label}</li>
            ))}
          </ul>
        </details>
      )}
      {asking && <ResetFactor member={member} onDone={() => setAsking(false)} onClose={() => setAsking(false)} />}
    </section>
  );
}
