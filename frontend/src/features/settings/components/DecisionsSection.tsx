import { useState } from 'react';
import { Anchor, Button, Checkbox, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { decisionsQuery, useForgetDecisions, type PairDecision } from '../api/identityQueries';
import classes from './Identity.module.css';

/** What people said of devices and assets: intake never asks about these pairs again, until they are forgotten. */
export function DecisionsSection() {
  const t = useT();
  const { slug, client, can } = useTenant();
  const found = useInfiniteQuery(decisionsQuery(slug, client?.id));
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [doomed, setDoomed] = useState<readonly string[]>([]);
  const forget = useForgetDecisions(slug);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const present = rows.filter((row) => picked.has(row.id));
  const mayWrite = can('assets:write');
  const toggle = (id: string): void => setPicked((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <>
      <div className={classes['listBar']}>
        <Text size="sm" className={classes['intro'] ?? ''}>
          {t('remembered.intro')}
        </Text>
        {mayWrite && (
          <Button variant="default" disabled={present.length === 0} onClick={() => setDoomed(present.map((row) => row.id))}>
            {t('remembered.forgetMany', { count: present.length })}
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('remembered.none')}
        </Text>
      ) : (
        <ScrollRegion className={classes['wide']} label={t('remembered.title')}>
          <table className={classes['table']}>
            <thead>
              <tr>
                {mayWrite && (
                  <th scope="col">
                    <Checkbox
                      size="xs"
                      aria-label={t('remembered.all')}
                      checked={present.length === rows.length}
                      indeterminate={present.length > 0 && present.length < rows.length}
                      onChange={() => setPicked(new Set(present.length === rows.length ? [] : rows.map((row) => row.id)))}
                    />
                  </th>
                )}
                <th scope="col">{t('remembered.device')}</th>
                <th scope="col">{t('remembered.said')}</th>
                <th scope="col">{t('remembered.by')}</th>
                <th scope="col">
                  <span className="qd-visually-hidden">{t('common.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <DecisionRow key={row.id} row={row} picked={picked.has(row.id)} mayWrite={mayWrite} onToggle={() => toggle(row.id)} onForget={() => setDoomed([row.id])} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {found.hasNextPage && (
        <Button variant="default" mt="sm" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('remembered.more')}
        </Button>
      )}
      <ConfirmDialog
        opened={doomed.length > 0}
        title={t('remembered.forgetTitle', { count: doomed.length })}
        confirm={t('remembered.forget')}
        pending={forget.isPending}
        error={forget.error}
        onClose={() => setDoomed([])}
        onConfirm={() =>
          forget.mutate([...doomed].slice(0, MOST_AT_ONCE), {
            onSuccess: ({ forgotten }) => {
              setDoomed([]);
              setPicked(new Set());
              notifications.show({ message: t('remembered.forgotten', { count: forgotten }) });
            },
          })
        }
      >
        {t('remembered.forgetHelp')}
      </ConfirmDialog>
    </>
  );
}

const MOST_AT_ONCE = 500;

interface DecisionRowProps {
  row: PairDecision;
  picked: boolean;
  mayWrite: boolean;
  onToggle: () => void;
  onForget: () => void;
}

function DecisionRow({ row, picked, mayWrite, onToggle, onForget }: DecisionRowProps) {
  const t = useT();
  const { to } = useTenant();
  return (
    <tr>
      {mayWrite && (
        <td>
          <Checkbox size="xs" aria-label={t('remembered.pick', { device: row.label })} checked={picked} onChange={onToggle} />
        </td>
      )}
      <th scope="row">
        <bdi>{row.label}</bdi>
      </th>
      <td>
        <StatusBadge tone={row.is_same ? 'success' : 'neutral'}>{t(row.is_same ? 'remembered.is' : 'remembered.isNot')}</StatusBadge>{' '}
        {row.asset_tag === null ? (
          t('remembered.assetGone')
        ) : (
          <Anchor component={Link} to={to(`/assets?open=${row.asset_id}&tab=identity`)} size="sm">
            <bdi>{[row.asset_tag, row.asset_name].filter(Boolean).join(' · ')}</bdi>
          </Anchor>
        )}
      </td>
      <td>
        <bdi>{row.decided_by_label}</bdi>
        <span className={classes['meta']}>
          <RelativeTime at={row.decided_at} />
        </span>
      </td>
      <td>
        {mayWrite && (
          <Button size="compact-sm" variant="subtle" aria-label={t('remembered.forgetOf', { device: row.label })} onClick={onForget}>
            {t('remembered.forget')}
          </Button>
        )}
      </td>
    </tr>
  );
}
