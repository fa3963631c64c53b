import { useRef, useState, type DragEvent } from 'react';
import { formatBytes } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconFileSpreadsheet, IconUpload } from '@/shared/ui/icons';
import { ACCEPT } from '../../uploadRules';
import classes from './Upload.module.css';

interface DropAreaProps {
  file: File | null;
  limit: string | null;
  refused: boolean;
  onFile: (file: File) => void;
}

/** A place to drop a file that is a button as well, so the keyboard has the same way in. */
export function DropArea({ file, limit, refused, onFile }: DropAreaProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const chosen = files?.[0];
    if (chosen !== undefined) onFile(chosen);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const Icon = file === null ? IconUpload : IconFileSpreadsheet;
  return (
    <>
      <button
        type="button"
        className={classes['drop']}
        data-over={over || undefined}
        data-refused={refused || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon size={28} stroke={1.5} aria-hidden />
        {file === null ? (
          <span className={classes['dropTitle']}>{t('upload.drop')}</span>
        ) : (
          <span className={classes['dropTitle']}>
            <bdi>{file.name}</bdi> <span className={classes['dropSize']}>{formatBytes(file.size)}</span>
          </span>
        )}
        <span className={classes['dropAction']}>{file === null ? t('upload.choose') : t('upload.chooseOther')}</span>
        <span className={classes['dropHint']}>{limit === null ? t('upload.formats') : t('upload.formatsUpTo', { limit })}</span>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPT}
        aria-label={t('upload.choose')}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
