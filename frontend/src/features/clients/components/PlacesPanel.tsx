import { useMemo, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Client } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn, RowSource } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type MessageKey, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import type { RecordField, RecordValues } from '@/shared/ui/RecordDialog';
import { SearchInput } from '@/shared/ui/SearchInput';
import { ListViews } from '@/shared/views/ListViews';
import type { ListAddress } from '@/shared/views/useListAddress';
import { WithViews } from '@/shared/views/WithViews';
import type { Mergeable } from '../api/merging';
import { spreadQuery, type ListScope, type PlaceResource } from '../api/placeQueries';
import { usePlaceActions } from '../usePlaceActions';
import classes from './ClientPage.module.css';
import { MergePlaces } from './MergePlaces';
import { PlaceAssets, PlaceCard } from './PlaceAssets';
import { PlaceDialog } from './PlaceDialog';

const NAMES = ['q'];

interface Place {
  id: string;
  version: number;
  name: string;
}

/** What locations and contacts have each of their own; all else of the panel is alike. */
export interface PlacesOf<P extends Place, New, Changes> {
  kind: Mergeable['kind'];
  /** How assets are counted by it, and the field that filters them. */
  by: 'location' | 'contact';
  field: 'location' | 'assigned_to';
  icon: ReactNode;
  allOf: MessageKey;
  source: (scope: ListScope) => RowSource<P>;
  resource: PlaceResource<New, Changes>;
  newOf: (values: RecordValues, clientId: string) => New;
  changesOf: (values: RecordValues) => Changes;
  mergeable: (place: P) => Mergeable;
  fields: (t: Translate) => RecordField[];
  initial: (place: P | null, clientId: string, t: Translate) => RecordValues;
  columns: (t: Translate, assets: Omit<GridColumn<P>, 'label' | 'width'>) => GridColumn<P>[];
  detail: (place: P) => string;
}

interface PlacesPanelProps<P extends Place, New, Changes> {
  client: Client;
  of: PlacesOf<P, New, Changes>;
}

export function PlacesPanel<P extends Place, New, Changes>({ client, of }: PlacesPanelProps<P, New, Changes>) {
  return (
    <WithViews module={of.kind} names={NAMES} wait={<Loading />}>
      {(list) => <Places client={client} of={of} list={list} />}
    </WithViews>
  );
}

function Places<P extends Place, New, Changes>({ client, of, list }: PlacesPanelProps<P, New, Changes> & { list: ListAddress }) {
  const t = useT();
  const { slug, can } = useTenant();
  const q = list.get('q') ?? '';
  const [settled] = useDebouncedValue(q, 200);
  const [round, setRound] = useState(0);
  const [editing, setEditing] = useState<P | null>(null);
  const [creating, setCreating] = useState(false);
  const source = useMemo(() => of.source({ tenant: slug, client: client.id, q: settled, round }), [of, slug, client.id, settled, round]);
  const held = useQuery({ ...spreadQuery(slug, of.by, client.id), enabled: can('assets:read') }).data;
  const columns = useMemo(() => of.columns(t, assetsColumn(held)), [of, t, held]);
  const mayWrite = can('clients:write');
  const rowActions = usePlaceActions<P>(client, of.field, mayWrite ? setEditing : null);
  const close = (): void => {
    setEditing(null);
    setCreating(false);
  };
  const done = (): void => {
    close();
    setRound((count) => count + 1);
  };
  return (
    <>
      <div className={classes['bar']}>
        <SearchInput label={t(`${of.kind}.search`)} value={q} onChange={(text) => list.set({ q: text }, 'replace')} />
        <ListViews list={list} columns={columns} builtIn={t(of.allOf)} />
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            {t(`${of.kind}.new`)}
          </Button>
        )}
      </div>
      <ListGrid
        list={list}
        label={t(`${of.kind}.title`)}
        source={source}
        columns={columns}
        rowLabel={(item) => item.name}
        {...(mayWrite ? { onOpen: setEditing } : {})}
        rowActions={rowActions}
        card={(item) => <PlaceCard name={item.name} detail={of.detail(item)} />}
        empty={<Blank icon={of.icon} title={q === '' ? t(`${of.kind}.none`) : t(`${of.kind}.noMatch`)} />}
      />
      {(creating || editing !== null) && (
        <PlaceDialog
          resource={of.resource}
          newOf={(values) => of.newOf(values, client.id)}
          changesOf={of.changesOf}
          existing={editing}
          title={editing === null ? t(`${of.kind}.new`) : t(`${of.kind}.edit`)}
          deleteLabel={t(`${of.kind}.delete`)}
          fields={of.fields(t)}
          initial={of.initial(editing, client.id, t)}
          more={
            editing !== null && (
              <>
                <PlaceAssets client={client} field={of.field} name={editing.name} count={held?.[editing.id]} />
                {can('assets:write') && <MergePlaces place={of.mergeable(editing)} onMerged={done} />}
              </>
            )
          }
          onClose={close}
          onDone={done}
        />
      )}
    </>
  );
}

/** How many assets each holds: empty until they are counted, and sorted by number. */
function assetsColumn<P extends Place>(held: Readonly<Record<string, number>> | undefined): Omit<GridColumn<P>, 'label' | 'width'> {
  const text = (item: P): string => (held === undefined ? '' : formatNumber(held[item.id] ?? 0));
  return { id: 'assets', align: 'right', sortable: held !== undefined, render: text, text, sortValue: (item) => held?.[item.id] ?? 0 };
}

/** A column of words that come from people. */
export function wordsColumn<P extends Place>(id: string, label: string, width: number, words: (item: P) => string | null): GridColumn<P> {
  const text = (item: P): string => words(item) ?? '';
  return { id, label, width, sortable: true, render: (item) => <bdi>{text(item)}</bdi>, text };
}
