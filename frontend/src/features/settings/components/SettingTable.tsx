import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RecordDialog, type RecordField, type RecordValues } from '@/shared/ui/RecordDialog';
import { TableHead } from '@/shared/ui/TableHead';
import { useResource, type Resource } from '../api/settingsQueries';
import classes from './Settings.module.css';

interface SettingRecord {
  id: string;
  version: number;
}

interface SettingTableProps<R extends SettingRecord, New, Changes, Made> {
  resource: Resource<R, New, Changes, Made>;
  list: UseQueryResult<R[]>;
  intro: string;
  /** Said instead of an empty table. */
  none?: string | undefined;
  head: readonly string[];
  cells: (record: R) => readonly ReactNode[];
  nameOf: (record: R) => string;
  words: { add: string; edit: string; remove: string; removeHelp: string };
  /** Built-in records are shown and left alone. */
  mayEdit: (record: R) => boolean;
  fields: (record: R | null) => readonly RecordField[];
  initial: (record: R | null) => RecordValues;
  newOf: (values: RecordValues) => New;
  changesOf: (values: RecordValues, record: R) => Changes;
  /** Told what the server made of a new record. */
  onMade?: (made: Made) => void;
  /** Below the fields of a record that is being edited. */
  more?: (record: R, close: () => void) => ReactNode;
  /** In place of the plain question before deleting. */
  removal?: (record: R, close: () => void, gone: () => void) => ReactNode;
  /** Short buttons beside Edit. */
  beside?: (record: R, place: number) => ReactNode;
  mayRemove?: (record: R) => boolean;
  /** Between submitting and saving a change: looks at it, then saves or gives up. */
  beforeSaving?: (record: R, changes: Changes, save: () => void, cancel: () => void) => ReactNode;
}

/** Short administrative lists: a table, a form, a question before deleting. */
export function SettingTable<R extends SettingRecord, New, Changes, Made>(props: SettingTableProps<R, New, Changes, Made>) {
  const { list, intro, head, cells, nameOf, words, mayEdit } = props;
  const t = useT();
  const { slug } = useTenant();
  const [open, setOpen] = useState<{ record: R | null } | null>(null);
  const [doomed, setDoomed] = useState<R | null>(null);
  const [held, setHeld] = useState<{ record: R; changes: Changes } | null>(null);
  const { create, update, remove } = useResource(slug, props.resource);
  const save = open?.record == null ? create : update;

  if (list.isPending) return <Loading />;
  if (list.isError) return <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />;
  const record = open?.record ?? null;
  const change = (changed: { record: R; changes: Changes }): void => {
    setHeld(null);
    update.mutate({ item: changed.record, body: changed.changes }, { onSuccess: () => setOpen(null) });
  };
  const gone = (): void => {
    setDoomed(null);
    setOpen(null);
  };
  return (
    <>
      <div className={classes['bar']}>
        <span>{intro}</span>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ record: null })}>
          {words.add}
        </Button>
      </div>
      {list.data.length === 0 && <p className={classes['none']}>{props.none}</p>}
      <div className={classes['tableWrap']} hidden={list.data.length === 0}>
        <table className={classes['table']}>
          <TableHead columns={head} />
          <tbody>
            {list.data.map((item, index) => (
              <tr key={item.id}>
                {cells(item).map((cell, place) => (
                  <td key={head[place] ?? place}>{cell}</td>
                ))}
                <td>
                  {props.beside?.(item, index)}
                  {mayEdit(item) && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={t('common.editNamed', { name: nameOf(item) })}
                      onClick={() => setOpen({ record: item })}
                    >
                      {t('common.edit')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open !== null && doomed === null && (
        <RecordDialog
          title={record === null ? words.add : words.edit}
          submitLabel={record === null ? words.add : t('common.saveChanges')}
          fields={props.fields(record)}
          initial={props.initial(record)}
          error={save.error}
          pending={save.isPending}
          onClose={() => {
            save.reset();
            setOpen(null);
          }}
          onDelete={record === null || props.mayRemove?.(record) === false ? undefined : () => setDoomed(record)}
          deleteLabel={words.remove}
          onSubmit={(values, version = record?.version ?? 0) => {
            const onSuccess = (): void => setOpen(null);
            if (record === null) {
              create.mutate(props.newOf(values), {
                onSuccess: (made) => {
                  onSuccess();
                  props.onMade?.(made);
                },
              });
            }
            if (record === null) return;
            const changed = { record: { ...record, version }, changes: props.changesOf(values, record) };
            if (props.beforeSaving === undefined) change(changed);
            else setHeld(changed);
          }}
        >
          {record !== null && props.more?.(record, () => setOpen(null))}
        </RecordDialog>
      )}
      {held !== null && props.beforeSaving?.(held.record, held.changes, () => change(held), () => setHeld(null))}
      {doomed !== null && props.removal?.(doomed, () => setDoomed(null), gone)}
      {doomed !== null && props.removal === undefined && (
        <ConfirmDialog
          opened
          title={t('common.deleteNamed', { name: nameOf(doomed) })}
          confirm={words.remove}
          pending={remove.isPending}
          error={remove.error}
          onClose={() => setDoomed(null)}
          onConfirm={() =>
            remove.mutate(doomed, { onSuccess: gone })
          }
        >
          {words.removeHelp}
        </ConfirmDialog>
      )}
    </>
  );
}
