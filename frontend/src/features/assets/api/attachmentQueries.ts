import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, etagOf, unwrap } from '@/shared/api/client';
import type { Attachment } from '@/shared/api/types';
import { uploadForm } from '@/shared/api/upload';
import { assetKeys } from './assetQueries';

const keyOf = (tenant: string, asset: string) => [...assetKeys.all(tenant), 'attachments', asset] as const;
const firstPage = (): string | null => null;

export const attachmentsQuery = (tenant: string, asset: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(tenant, asset),
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/assets/{id}/attachments', { params: { path: { id: asset }, query: pageParam === null ? {} : { cursor: pageParam } }, signal })),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
  });

export interface Upload {
  file: File;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Notes and files of one asset: add, reword, delete, and have a deleted one back. */
export function useAttachmentWrites(tenant: string, asset: string) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: keyOf(tenant, asset) });
  const addNote = useMutation<Attachment, Error, { text: string; key: string }>({
    mutationFn: ({ text, key }) =>
      unwrap(api.POST('/assets/{id}/notes', { params: { path: { id: asset }, header: { 'Idempotency-Key': key } }, body: { text } })),
    onSuccess: refresh,
  });
  const addFile = useMutation<Attachment, Error, Upload>({
    mutationFn: ({ file, onProgress, signal }) => {
      const form = new FormData();
      form.set('file', file);
      return uploadForm<Attachment>(`/assets/${asset}/files`, form, { onProgress, signal });
    },
    onSettled: refresh,
  });
  const reword = useMutation<Attachment, Error, { attachment: Attachment; text: string }>({
    mutationFn: ({ attachment, text }) =>
      unwrap(api.PATCH('/attachments/{id}', { params: { path: { id: attachment.id }, header: { 'If-Match': etagOf(attachment.version) } }, body: { text } })),
    onSettled: refresh,
  });
  const remove = useMutation<undefined, Error, Attachment>({
    mutationFn: (attachment) =>
      unwrap(api.DELETE('/attachments/{id}', { params: { path: { id: attachment.id }, header: { 'If-Match': etagOf(attachment.version) } } })),
    onSettled: refresh,
  });
  return { addNote, addFile, reword, remove };
}
