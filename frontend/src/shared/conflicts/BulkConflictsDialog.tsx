import { useEffect, useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import type { AssetConflicts, FieldCatalogue, Job } from '@/shared/api/types';
import { changing } from '@/shared/i18n/en/changing';
import { formatNumber } from '@/shared/i18n/format';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { textOfField } from '@/shared/ui/fieldText';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { bulkConflictsQuery, retryWith } from './bulkConflicts';
import { ConflictChoice, type Choice } from './ConflictChoice';
import { ConflictTable, MOST_PICKED, type ConflictRow } from './ConflictTable';

addMessages(changing);

interface BulkConflictsDialogProps {
  job: Job;
  /** The job that overwrites what was chosen. */
  onStarted: (job: Job) => void;
  onClose: () => void;
}

/** What a bulk change left because somebody had changed it since the preview, and what becomes of that. */
export function BulkConflictsDialog({ job, onStarted, onClose }: BulkConflictsDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const listed = useInfiniteQuery(bulkConflictsQuery(slug, job.id));
  const catalogue = useQuery(catalogueQuery(slug)).data;
  const [choice, setChoice] = useState<Choice>('leave');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const retrying = useMutation({
    mutationFn: () =>
      retryWith(job.id, { conflicts: 'overwrite', look: listed.data?.pages[0]?.look ?? null, items: choice === 'pick' ? [...picked] : [] }),
    onSuccess: onStarted,
  });
  const found = listed.data?.pages.flatMap((page) => page.items) ?? [];
  // A page of what is settled meanwhile is empty, and not the last one.
  const { hasNextPage, isFetching, fetchNextPage } = listed;
  const goOn = found.length === 0 && hasNextPage && !isFetching;
  useEffect(() => {
    if (goOn) void fetchNextPage();
  }, [goOn, fetchNextPage]);
  const isSettled = listed.isSuccess && found.length === 0 && !hasNextPage;
  const count = choice === 'pick' ? picked.size : found.length;
  const isReady = choice !== 'pick' || picked.size > 0;
  return (
    <Dialog onClose={onClose} title={t('conflict.title', { what: job.title })} size="xl">
      <Stack gap="md">
        {listed.isPending && <Loading />}
        {listed.isError && <ProblemAlert error={listed.error} onRetry={() => void (listed.data === undefined ? listed.refetch() : fetchNextPage())} />}
        {isSettled && <Text role="status">{t('conflict.settled')}</Text>}
        {found.length > 0 && (
          <>
            <Text size="sm">{t('conflict.help')}</Text>
            <ConflictChoice label={t('conflict.question')} pickLabel={t('conflict.pick')} choice={choice} onChoice={setChoice} />
            <ConflictTable
              label={t('conflict.list')}
              headings={[t('conflict.seen'), t('conflict.now'), ...(isDeletion(found) ? [] : [t('conflict.wanted')])]}
              rows={found.flatMap((asset) => rowsOf(asset, catalogue, isDeletion(found), t('conflict.overwriteNamed', { name: nameOf(asset) })))}
              picked={choice === 'pick' ? picked : null}
              onPick={setPicked}
              more={{ hasNext: hasNextPage, isLoading: listed.isFetchingNextPage, load: () => fetchNextPage() }}
            />
          </>
        )}
        {picked.size >= MOST_PICKED && <Text size="sm">{t('conflict.mostPicked', { most: formatNumber(MOST_PICKED) })}</Text>}
        {retrying.isError && <ProblemAlert error={retrying.error} />}
        <Group justify="flex-end" gap="sm">
          {/* There from the start: nothing is overwritten by pressing Enter at once. */}
          <Button variant={choice === 'leave' ? 'filled' : 'default'} data-autofocus onClick={onClose}>
            {t(isSettled || found.length === 0 ? 'common.close' : choice === 'leave' ? 'conflict.leaveThem' : 'common.cancel')}
          </Button>
          {choice !== 'leave' && (
            <Button loading={retrying.isPending} aria-disabled={!isReady} data-disabled={!isReady} onClick={() => isReady && retrying.mutate()}>
              {choice === 'force' && hasNextPage ? t('conflict.overwriteAll') : t('conflict.overwrite', { count })}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

const nameOf = (asset: AssetConflicts): string => [asset.tag, asset.name].filter((part) => part !== '').join(' ');

/** Deleting writes no field: there is nothing that one would become. */
const isDeletion = (assets: readonly AssetConflicts[]): boolean => assets.every((asset) => asset.fields.every((field) => field.wanted == null));

function rowsOf(asset: AssetConflicts, catalogue: FieldCatalogue | undefined, isDeleted: boolean, pickLabel: string): ConflictRow[] {
  const show = (field: string, value: unknown, label: string | null | undefined): string => label ?? textOfField(catalogue, field, value);
  return asset.fields.map((field) => ({
    key: `${asset.asset_id}:${field.field}`,
    pick: asset.asset_id,
    pickLabel,
    record: nameOf(asset),
    field: field.label,
    values: [
      { text: show(field.field, field.seen, field.seen_label) },
      { text: show(field.field, field.now, field.now_label), by: field.by, at: field.at },
      ...(isDeleted ? [] : [{ text: show(field.field, field.wanted, field.wanted_label) }]),
    ],
  }));
}
