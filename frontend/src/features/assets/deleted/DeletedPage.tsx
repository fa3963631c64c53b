import { useMemo, useRef, useState } from 'react';
import { Button, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { keptSinceQuery } from '@/shared/api/keptSince';
import type { DeletedAsset, FieldCatalogue } from '@/shared/api/types';
import type { GridHandle } from '@/shared/grid/gridProps';
import { ListGrid } from '@/shared/grid/ListGrid';
import { allOf, countOf, NO_SELECTION } from '@/shared/grid/selection';
import type { Selection } from '@/shared/grid/types';
import { deleted } from '@/shared/i18n/en/deleted';
import { timeline } from '@/shared/i18n/en/timeline';
import { formatCount, formatDate } from '@/shared/i18n/format';
import { addMessages, useT, type MessageKey } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconArrowBackUp, IconFilterOff, IconTrash } from '@/shared/ui/icons';
import { PageWait } from '@/shared/ui/PageWait';
import { PageFrame } from '@/shared/ui/PageFrame';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SearchInput } from '@/shared/ui/SearchInput';
import { catalogueQuery } from '../api/assetQueries';
import classes from './Deleted.module.css';
import { deletedAssetQuery, deletedCountQuery, deletedSource, type DeletedScope } from './deletedApi';
import { deletedColumns } from './deletedColumns';
import { DeletedPane } from './DeletedPane';
import { InTheWay } from './InTheWay';
import { useUndelete } from './useUndelete';

addMessages(deleted);
addMessages(timeline);

const DAY_MS = 86_400_000;
const TIMES: readonly [string, MessageKey][] = [
  ['1', 'deleted.day'],
  ['7', 'deleted.week'],
  ['30', 'deleted.month'],
];

export function DeletedPage() {
  const t = useT();
  const { slug, to } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  if (catalogue.data === undefined) return <PageWait title={t('deleted.title')} path={[{ label: t('nav.assets'), to: to('/assets') }]} needs={[catalogue]} />;
  return <DeletedList catalogue={catalogue.data} />;
}

/** The address holds the search, the time and what is open. */
function useAddress() {
  const [params, setParams] = useSearchParams();
  const set = (edits: Record<string, string | null>, replace: boolean): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(edits)) {
          if (value === null) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace },
    );
  return { text: params.get('q') ?? '', days: params.get('days'), open: params.get('open'), set };
}

function DeletedList({ catalogue }: { catalogue: FieldCatalogue }) {
  const t = useT();
  const { slug, client, clientQuery, can, to } = useTenant();
  const { text, days, open, set } = useAddress();
  const [q] = useDebouncedValue(text.trim(), 250);
  const [opened, setOpened] = useState<DeletedAsset | null>(null);
  const [revision, setRevision] = useState(0);
  const [asking, setAsking] = useState(false);
  const [arrived] = useState(() => Date.now());
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const grid = useRef<GridHandle>(null);
  const scope = useMemo<DeletedScope>(
    () => ({
      ...clientQuery,
      ...(q === '' ? {} : { q }),
      ...(days === null ? {} : { from: new Date(arrived - Number(days) * DAY_MS).toISOString() }),
    }),
    [clientQuery, q, days, arrived],
  );
  const source = useMemo(() => deletedSource(slug, scope, revision), [slug, scope, revision]);
  const typeLabel = useMemo(() => {
    const choices = catalogue.fields.find((field) => field.id === 'type')?.choices ?? [];
    return (type: string) => choices.find((choice) => choice.value === type)?.label ?? type;
  }, [catalogue]);
  const columns = useMemo(() => deletedColumns(t, client === null, typeLabel), [t, client, typeLabel]);
  const count = useQuery(deletedCountQuery(slug, scope));
  const total = count.data?.value ?? 0;
  const kept = useQuery(keptSinceQuery(slug)).data;
  const undelete = useUndelete(() => {
    setAsking(false);
    setSelection(NO_SELECTION);
    setOpened(null);
    set({ open: null, at: null }, true);
    setRevision((before) => before + 1);
  });
  // "All that match" would mean others once the search is another.
  const chosen = selection.mode === 'all' && selection.of !== source.setKey ? NO_SELECTION : selection;
  const wanted = chosen === NO_SELECTION ? allOf(source.setKey ?? '') : chosen;
  const isNarrowed = q !== '' || days !== null;
  const linked = useQuery({ ...deletedAssetQuery(slug, open ?? ''), enabled: open !== null && opened?.id !== open });
  const shown = opened !== null && opened.id === open ? opened : open === null ? null : (linked.data ?? null);
  return (
    <PageFrame
      layout="fill"
      title={t('deleted.title')}
      count={count.data === undefined ? undefined : t('deleted.count', { count: formatCount(total, count.data.relation) })}
      path={[{ label: t('nav.assets'), to: to('/assets') }, { label: t('deleted.title') }]}
      actions={
        <>
          {kept !== undefined && (
            <Text size="sm" c="dimmed">
              {kept.kept_since === null ? t('deleted.keptAll') : t('deleted.keptSince', { day: formatDate(kept.kept_since) })}
            </Text>
          )}
          <SearchInput label={t('deleted.search')} value={text} onChange={(next) => set({ q: next === '' ? null : next }, true)} />
          <Select
            aria-label={t('deleted.time')}
            placeholder={t('deleted.anyTime')}
            clearable
            w={150}
            data={TIMES.map(([value, key]) => ({ value, label: t(key) }))}
            value={days}
            onChange={(value) => set({ days: value }, false)}
          />
          {can('assets:write') && total > 0 && (
            <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => setAsking(true)}>
              {t('deleted.restoreAll', { count: formatCount(total, count.data?.relation) })}
            </Button>
          )}
        </>
      }
    >
      <div className={classes['split']} data-region>
        <ListGrid
          gridRef={grid}
          module="deleted-assets"
          label={t('deleted.title')}
          source={source}
          columns={columns}
          rowLabel={(row) => row.tag || row.name}
          openId={open}
          onOpen={(row) => {
            setOpened(row);
            set({ open: row.id, at: null }, open !== null);
          }}
          {...(can('assets:write')
            ? {
                selection: chosen,
                onSelectionChange: setSelection,
                selectionActions: (
                  <Button size="compact-sm" leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => setAsking(true)}>
                    {t('deleted.restore')}
                  </Button>
                ),
              }
            : {})}
          card={(row) => <DeletedCard row={row} />}
          empty={<NothingDeleted narrowed={isNarrowed} onClear={() => set({ q: null, days: null }, false)} />}
        />
        {shown !== null && (
          <DeletedPane
            key={shown.id}
            row={shown}
            catalogue={catalogue}
            restoring={undelete.isPending}
            onRestore={() => undelete.mutate({ scope, selection: { mode: 'ids', ids: new Set([shown.id]) }, only: shown })}
            onClose={() => {
              set({ open: null, at: null }, false);
              grid.current?.step('stay');
            }}
          />
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        title={t('deleted.confirmTitle', { count: countOf(wanted, total) })}
        confirm={t('deleted.restoreCount', { count: countOf(wanted, total) })}
        harmless
        pending={undelete.isPending}
        error={undelete.error}
        onClose={() => setAsking(false)}
        onConfirm={() => undelete.mutate({ scope, selection: wanted })}
      >
        {t('deleted.confirmHelp')}
        <InTheWay scope={scope} selection={wanted} />
      </ConfirmDialog>
    </PageFrame>
  );
}

function DeletedCard({ row }: { row: DeletedAsset }) {
  return (
    <span className={classes['card']}>
      <bdi className="qd-truncate">{row.name === '' ? row.tag : row.name}</bdi>
      <span className={`${classes['meta'] ?? ''} qd-truncate`}>
        {row.tag} · {row.deleted_by} · <RelativeTime at={row.deleted_at} />
      </span>
    </span>
  );
}

function NothingDeleted({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const t = useT();
  if (narrowed) {
    return (
      <Blank icon={<IconFilterOff size={22} />} title={t('deleted.noMatch')} actions={<Button onClick={onClear}>{t('deleted.clear')}</Button>}>
        {t('deleted.noMatchHelp')}
      </Blank>
    );
  }
  return (
    <Blank icon={<IconTrash size={22} />} title={t('deleted.none')}>
      {t('deleted.noneHelp')}
    </Blank>
  );
}
