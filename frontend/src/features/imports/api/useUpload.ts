import { useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImportRecord } from '@/shared/api/types';
import { uploadForm } from '@/shared/api/upload';
import { importKeys } from './importQueries';

export interface UploadInput {
  file: File;
  clientId: string | null;
}

/** Sends a file, tells how far it is, and can be stopped; a stopped upload leaves nothing behind. */
export function useUpload(tenant: string) {
  const queryClient = useQueryClient();
  const [share, setShare] = useState(0);
  const stopper = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: ({ file, clientId }: UploadInput) => {
      const form = new FormData();
      form.set('file', file);
      if (clientId !== null) form.set('client_id', clientId);
      const abort = new AbortController();
      stopper.current = abort;
      setShare(0);
      return uploadForm<ImportRecord>('/imports', form, { onProgress: setShare, signal: abort.signal });
    },
    onSuccess: (record) => {
      queryClient.setQueryData(importKeys.detail(tenant, record.id), record);
      void queryClient.invalidateQueries({ queryKey: importKeys.all(tenant), exact: true });
    },
  });
  return { upload, share, stop: () => stopper.current?.abort() };
}
