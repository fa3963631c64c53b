import { useMemo, useState } from 'react';
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Member, Role } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconFilterOff, IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { SearchInput } from '@/shared/ui/SearchInput';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import { MEMBER_STATES, memberSource, stateOf } from '../api/memberSource';
import { rolesQuery } from '../api/settingsQueries';
import { clientsOf, memberColumns, memberName, roleNameOf, STATE_TONES } from '../memberColumns';
import { useMemberActions, type MemberDeed } from '../useMemberActions';
import { InvitationLink, type Invited } from './InvitationLink';
import { MemberDialog, RemoveMember } from './MemberDialog';
import { ResetFactor } from './ResetFactor';
import classes from './Settings.module.css';

const NAMES = ['q', 'role', 'state'];

/** Who may sign in here, as what and for which clients. */
export function MembersSection() {
  const { slug } = useTenant();
  const roles = useQuery(rolesQuery(slug));
  if (roles.isPending) return <Loading />;
  if (roles.isError) return <ProblemAlert error={roles.error} onRetry={() => void roles.refetch()} />;
  return (
    <WithViews module="members" names={NAMES} wait={<Loading />}>
      {(list) => <Members list={list} roles={roles.data} />}
    </WithViews>
  );
}

type Opened = { deed: MemberDeed; member: Member } | { deed: 'invite'; member: null };

function Members({ list, roles }: { list: ListAddress; roles: readonly Role[] }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, context, to } = useTenant();
  const q = list.get('q') ?? '';
  const [settled] = useDebouncedValue(q, 200);
  const role = list.get('role');
  const state = MEMBER_STATES.find((each) => each === list.get('state')) ?? null;
  const [round, setRound] = useState(0);
  const [invited, setInvited] = useState<Invited | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const source = useMemo(() => memberSource({ tenant: slug, q: settled, role, state, round }), [slug, settled, role, state, round]);
  const columns = useMemo(() => memberColumns(t, roles, context.clients, context.user.id), [t, roles, context.clients, context.user.id]);
  const close = (): void => setOpened(null);
  const done = (): void => {
    close();
    setRound((count) => count + 1);
  };
  const onInvited = (next: Invited): void => {
    done();
    setInvited(next);
  };
  const rowActions = useMemberActions({ open: (member, deed) => setOpened({ member, deed }), onInvited, onDone: done });
  return (
    <>
      <p className={classes['intro']}>{t('members.intro')}</p>
      {invited !== null && <InvitationLink invited={invited} onDone={() => setInvited(null)} />}
      <div className={classes['tools']}>
        <SearchInput label={t('members.search')} value={q} onChange={(text) => list.set({ q: text }, 'replace')} />
        <Select
          aria-label={t('members.role')}
          placeholder={t('members.anyRole')}
          clearable
          w={150}
          data={roles.map(({ key, name }) => ({ value: key, label: name }))}
          value={role}
          onChange={(value) => list.set({ role: value })}
        />
        <Select
          aria-label={t('jobs.state')}
          placeholder={t('members.anyState')}
          clearable
          w={170}
          data={MEMBER_STATES.map((value) => ({ value, label: t(`members.state.${value}`) }))}
          value={state}
          onChange={(value) => list.set({ state: value })}
        />
        <ListViews list={list} columns={columns} builtIn={t('views.allMembers')} />
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ deed: 'invite', member: null })}>
          {t('members.add')}
        </Button>
      </div>
      <div className={classes['gridBox']}>
        <ListGrid
          list={list}
          label={t('members.title')}
          source={source}
          columns={columns}
          rowLabel={memberName}
          onOpen={(member) => (member.id === context.user.id ? void navigate(to('/settings/account')) : setOpened({ deed: 'edit', member }))}
          rowActions={rowActions}
          card={(member) => (
            <>
              <div className="qd-spread">
                <bdi className="qd-truncate">{memberName(member)}</bdi>
                <StatusBadge tone={STATE_TONES[stateOf(member)]}>{t(`members.state.${stateOf(member)}`)}</StatusBadge>
              </div>
              <div className="qd-meta qd-truncate">
                <bdi>
                  {roleNameOf(roles, member.role)} · {clientsOf(t, member, context.clients)}
                </bdi>
              </div>
            </>
          )}
          empty={
            <Blank icon={<IconFilterOff size={22} />} title={t('members.noMatch')} actions={<Button onClick={list.clear}>{t('members.showAll')}</Button>} />
          }
        />
      </div>
      {(opened?.deed === 'edit' || opened?.deed === 'invite') && (
        <MemberDialog
          member={opened.member}
          roles={roles}
          onInvited={onInvited}
          onDone={done}
          onRemove={() => opened.member !== null && setOpened({ deed: 'remove', member: opened.member })}
          onClose={close}
        />
      )}
      {opened?.deed === 'factor' && <ResetFactor member={opened.member} onDone={done} onClose={close} />}
      {opened?.deed === 'remove' && <RemoveMember member={opened.member} onDone={done} onClose={close} />}
    </>
  );
}
