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
}

/** Short administrative lists: a table, a form, a question before deleting. */
export function SettingTable<R extends SettingRecord, New, Changes, Made>(props: SettingTableProps<R, New, Changes, Made>) {
  const { list, intro, head, cells, nameOf, words, mayEdit } = props;
  const t = useT();
  const { slug } = useTenant();
  const [open, setOpen] = useState<{ record: R | null } | null>(null);
  const [doomed, setDoomed] = useState<R | null>(null);
  const { create, update, remove } = useResource(slug, props.resource);
  const save = open?.record == null ? create : update;

  if (list.isPending) return <Loading />;
  if (list.isError) return <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />;
  const record = open?.record ?? null;
  return (
    <>
      <div className={classes['bar']}>
        <span>{intro}</span>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ record: null })}>
          {words.add}
        </Button>
      </div>
      <div className={classes['tableWrap']}>
        <table className={classes['table']}>
          <thead>
            <tr>
              {head.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">
                <span className="qd-visually-hidden">{t('common.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.data.map((item) => (
              <tr key={item.id}>
                {cells(item).map((cell, place) => (
                  <td key={head[place] ?? place}>{cell}</td>
                ))}
                <td>
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
          onDelete={record === null ? undefined : () => setDoomed(record)}
          deleteLabel={words.remove}
          onSubmit={(values) => {
            const onSuccess = (): void => setOpen(null);
            if (record === null) {
              create.mutate(props.newOf(values), {
                onSuccess: (made) => {
                  onSuccess();
                  props.onMade?.(made);
                },
              });
            }
            if (record !== null) update.mutate({ item: record, body: props.changesOf(values, record) }, { onSuccess });
          }}
        />
      )}
      {doomed !== null && (
        <ConfirmDialog
          opened
          title={t('common.deleteNamed', { name: nameOf(doomed) })}
          confirm={words.remove}
          pending={remove.isPending}
          error={remove.error}
          onClose={() => setDoomed(null)}
          onConfirm={() =>
            remove.mutate(doomed, {
              onSuccess: () => {
                setDoomed(null);
                setOpen(null);
              },
            })
          }
        >
          {words.removeHelp}
        </ConfirmDialog>
      )}
    </>
  );
}
