import { useT } from '@/shared/i18n/i18n';
import { IconInfoCircle } from '@/shared/ui/icons';
import classes from './Sheet.module.css';

/** What was noticed about the file and dealt with: hidden rows, merged cells, damaged characters. */
export function LayoutNotes({ notes }: { notes: readonly { code: string; message: string }[] }) {
  const t = useT();
  if (notes.length === 0) return null;
  return (
    <ul className={classes['notes']} aria-label={t('sheet.notes')}>
      {notes.map((note) => (
        <li key={`${note.code}:${note.message}`}>
          <IconInfoCircle size={15} aria-hidden />
          <span>{note.message}</span>
        </li>
      ))}
    </ul>
  );
}
