import { useState } from 'react';
import { Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { isProblem } from '@/shared/api/problem';
import { isRecord } from '@/shared/api/record';
import type { View } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useViewWrites, type Audience } from './viewQueries';

/** One thing that uses a view, in the server's words. */
interface Use {
  says: string;
  isHabit: boolean;
  type: string | null;
  id: string | null;
}

/** What a refused deletion named; null when that was not what it was refused for. */
export function usesIn(error: unknown): Use[] | null {
  if (!isProblem(error) || error.code !== 'view_in_use') return null;
  const uses = error.body['uses'];
  return Array.isArray(uses) ? uses.map(useOf) : [];
}

function useOf(value: unknown): Use {
  const item = isRecord(value) ? value : {};
  const textOf = (name: string): string | null => (typeof item[name] === 'string' ? item[name] : null);
  return { says: textOf('says') ?? '', isHabit: item['is_habit'] === true, type: textOf('type'), id: textOf('id') };
}

interface ViewInUseProps {
  view: View;
  uses: readonly Use[];
  error: unknown;
  pending: boolean;
  onDelete: () => void;
  onClose: () => void;
}

/** What keeps a view from being deleted: each use with the way to it, and how to let go. */
export function ViewInUse({ view, uses, error, pending, onDelete, onClose }: ViewInUseProps) {
  const t = useT();
  const { can, to } = useTenant();
  const { drop } = useViewWrites();
  const [gone, setGone] = useState<ReadonlySet<Use>>(new Set());
  const left = uses.filter((use) => !gone.has(use));
  const letGo = (use: Use, audience: Audience): void => drop.mutate({ id: view.id, audience }, { onSuccess: () => setGone((before) => new Set([...before, use])) });
  const blocked = left.some((use) => !use.isHabit);
  return (
    <Dialog onClose={onClose} title={t('views.inUseTitle', { name: view.name })} size="md">
      <Stack gap="md">
        {(error ?? drop.error) !== null && <ProblemAlert error={error ?? drop.error} />}
        <Text size="sm">{t(left.length === 0 ? 'views.noLongerUsed' : blocked ? 'views.inUse' : 'views.inUseByHabit')}</Text>
        {left.length > 0 && (
          <List size="sm" spacing="xs" aria-label={t('views.uses')}>
            {left.map((use) => {
              const link = linkOf(use, can('roles:manage'));
              const audience = audienceOf(use);
              return (
                <List.Item key={use.says}>
                  {link === null ? (
                    <bdi>{use.says}</bdi>
                  ) : (
                    <Anchor component={Link} inherit to={to(link)}>
                      <bdi>{use.says}</bdi>
                    </Anchor>
                  )}{' '}
                  {audience !== null && can('settings:manage') && (
                    <Button size="compact-xs" variant="default" ml={4} loading={drop.isPending} onClick={() => letGo(use, audience)}>
                      {t('views.letGo')}
                    </Button>
                  )}
                </List.Item>
              );
            })}
          </List>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('views.keepView')}
          </Button>
          {!blocked && (
            <Button color="red" loading={pending} onClick={onDelete}>
              {t('views.delete')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

function linkOf({ type, id }: Use, seesRoles: boolean): string | null {
  if (type === 'client' && id !== null) return `/clients/${id}`;
  return type === 'role' && seesRoles ? '/settings/roles' : null;
}

function audienceOf({ type, id }: Use): Audience | null {
  if (id === null) return null;
  if (type === 'client') return { audience: 'client', client_id: id };
  return type === 'role' ? { audience: 'role', role: id } : null;
}
