import { Textarea } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { pastedRows } from '../../uploadRules';
import classes from './Upload.module.css';

export function PasteArea({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useT();
  return (
    <>
      <Textarea
        className={classes['paste'] ?? ''}
        label={t('upload.pasteLabel')}
        description={t('upload.pasteHelp')}
        placeholder={t('upload.pasteExample')}
        minRows={10}
        maxRows={18}
        wrap="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div role="status" className={classes['itemMeta']}>
        {text === '' ? '' : t('upload.pastedRows', { count: pastedRows(text) })}
      </div>
    </>
  );
}
