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
import { useDeleteSetting, useSaveSetting, type SettingKind } from '../api/settingsQueries';
import classes from './Settings.module.css';

interface SettingRecord {
  id: string;
  version?: number;
}

interface SettingTableProps<R extends SettingRecord> {
  kind: SettingKind;
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
  bodyOf: (values: RecordValues, record: R | null) => Record<string, unknown>;
}

/** Short administrative lists: a table, a form, a question before deleting. */
export function SettingTable<R extends SettingRecord>(props: SettingTableProps<R>) {
  const { kind, list, intro, head, cells, nameOf, words, mayEdit } = props;
  const t = useT();
  const { slug } = useTenant();
  const [open, setOpen] = useState<{ record: R | null } | null>(null);
  const [doomed, setDoomed] = useState<R | null>(null);
  const save = useSaveSetting(slug, kind);
  const remove = useDeleteSetting(slug, kind);

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
          onSubmit={(values) =>
            save.mutate(
              { ...(record === null ? {} : { existing: record }), body: props.bodyOf(values, record) },
              { onSuccess: () => setOpen(null) },
            )
          }
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
