import { useRef, useState, type DragEvent } from 'react';
import { ActionIcon, Anchor, Button, FileButton, Menu, Progress, Text, Textarea } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { apiLink } from '@/shared/api/client';
import type { Attachment } from '@/shared/api/types';
import { formatBytes } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconDotsVertical, IconFileText, IconNote, IconPencil, IconTrash, IconUpload } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { attachmentsQuery, useAttachmentWrites } from '../api/attachmentQueries';
import { FromMerged } from './FromMerged';
import classes from './FilesTab.module.css';

/** Notes and files, newest first. Files are dropped anywhere on the tab or chosen with a button. */
export function FilesTab({ id }: { id: string }) {
  const t = useT();
  const { slug, can } = useTenant();
  const list = useInfiniteQuery(attachmentsQuery(slug, id));
  const [over, setOver] = useState(false);
  const uploads = useUploads(id);
  const mayWrite = can('assets:write');
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    uploads.start([...event.dataTransfer.files]);
  };
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section
      aria-label={t('files.title')}
      className={classes['drop']}
      data-over={over || undefined}
      {...(mayWrite
        ? {
            onDragOver: (event: DragEvent) => {
              event.preventDefault();
              setOver(true);
            },
            onDragLeave: () => setOver(false),
            onDrop: drop,
          }
        : {})}
    >
      {mayWrite && <NewNote id={id} onFiles={uploads.start} />}
      {uploads.current !== null && (
        <div role="status" className={classes['upload']}>
          <span className="qd-truncate">{t('files.uploading', { name: uploads.current.name })}</span>
          <Progress value={uploads.current.share * 100} aria-label={t('files.uploading', { name: uploads.current.name })} />
        </div>
      )}
      {uploads.error !== null && <ProblemAlert error={uploads.error} />}
      {list.isPending && <Loading />}
      {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && (
        <Text c="dimmed" size="sm">
          {t('files.none')}
        </Text>
      )}
      <ul className={classes['list']}>
        {items.map((attachment) => (
          <AttachmentItem key={attachment.id} id={id} attachment={attachment} mayWrite={mayWrite} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('history.older')}
        </Button>
      )}
    </section>
  );
}

/** One file after another: several at once would only share the same line. */
function useUploads(id: string) {
  const { slug } = useTenant();
  const { addFile } = useAttachmentWrites(slug, id);
  const [current, setCurrent] = useState<{ name: string; share: number } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const start = async (files: readonly File[]): Promise<void> => {
    setError(null);
    try {
      for (const file of files) {
        setCurrent({ name: file.name, share: 0 });
        await addFile.mutateAsync({ file, onProgress: (share) => setCurrent({ name: file.name, share }), signal: new AbortController().signal });
      }
    } catch (refusal) {
      setError(refusal);
    }
    setCurrent(null);
  };
  return { current, error, start: (files: readonly File[]) => void start(files) };
}

function NewNote({ id, onFiles }: { id: string; onFiles: (files: readonly File[]) => void }) {
  const t = useT();
  const { slug } = useTenant();
  const { addNote } = useAttachmentWrites(slug, id);
  const [text, setText] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const chooser = useRef<() => void>(null);
  const add = (): void =>
    addNote.mutate(
      { text: text.trim(), key },
      {
        onSuccess: () => {
          setText('');
          setKey(crypto.randomUUID());
        },
      },
    );
  return (
    <div className={classes['new']}>
      {addNote.isError && <ProblemAlert error={addNote.error} />}
      <Textarea
        aria-label={t('files.newNote')}
        placeholder={t('files.newNote')}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') add();
        }}
      />
      <div className={classes['newButtons']}>
        <FileButton resetRef={chooser} multiple onChange={(files) => onFiles(files)}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="default" leftSection={<IconUpload size={14} aria-hidden />}>
              {t('files.add')}
            </Button>
          )}
        </FileButton>
        <Button size="compact-sm" disabled={text.trim() === ''} loading={addNote.isPending} onClick={add}>
          {t('files.addNote')}
        </Button>
      </div>
    </div>
  );
}

/** `id`: the asset it is shown with, which may be another than the one it was first kept with. */
function AttachmentItem({ id, attachment, mayWrite }: { id: string; attachment: Attachment; mayWrite: boolean }) {
  const t = useT();
  const { slug } = useTenant();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { remove } = useAttachmentWrites(slug, id);
  const { file } = attachment;
  const name = file?.name ?? t('files.noteBy', { name: attachment.author_label });
  return (
    <li className={classes['item']}>
      <span className={classes['icon']}>{file === null ? <IconNote size={16} aria-hidden /> : <IconFileText size={16} aria-hidden />}</span>
      <div className={classes['main']}>
        {file !== null && (
          <Anchor size="sm" fw={500} href={apiLink(`/attachments/${attachment.id}/content`)} download>
            <bdi>{file.name}</bdi>
          </Anchor>
        )}
        {editing ? (
          <Reword id={id} attachment={attachment} onDone={() => setEditing(false)} />
        ) : (
          attachment.text !== '' && (
            <p className={classes['text']} dir="auto">
              {attachment.text}
            </p>
          )
        )}
        {attachment.merged_from !== null && <FromMerged from={attachment.merged_from} />}
        <Text size="xs" c="dimmed">
          {file !== null && `${formatBytes(file.size_bytes)} · `}
          <bdi>{attachment.author_label}</bdi> · <RelativeTime at={attachment.created_at} />
          {attachment.version > 1 && ` · ${t('files.edited')}`}
        </Text>
      </div>
      {mayWrite && (
        <Menu position="bottom-end" width={170}>
          <Menu.Target>
            <ActionIcon aria-label={t('files.actions', { name })}>
              <IconDotsVertical size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setEditing(true)}>
              {file === null ? t('common.edit') : t('files.describe')}
            </Menu.Item>
            <Menu.Item data-danger leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setDeleting(true)}>
              {t('common.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmDialog
        opened={deleting}
        title={t('common.deleteNamed', { name })}
        confirm={t('common.delete')}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(attachment, { onSuccess: () => setDeleting(false) })}
      >
        {t('files.deleteHelp')}
      </ConfirmDialog>
    </li>
  );
}

const takeFocus = (element: HTMLTextAreaElement | null): void => element?.focus();

function Reword({ id, attachment, onDone }: { id: string; attachment: Attachment; onDone: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const { reword } = useAttachmentWrites(slug, id);
  const [text, setText] = useState(attachment.text);
  return (
    <div className={classes['new']}>
      {reword.isError && <ProblemAlert error={reword.error} />}
      <Textarea aria-label={t('files.text')} ref={takeFocus} maxLength={20_000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <div className={classes['newButtons']}>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button size="compact-sm" loading={reword.isPending} onClick={() => reword.mutate({ attachment, text: text.trim() }, { onSuccess: onDone })}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}
