import { useT } from '@/shared/i18n/i18n';
import { plain } from '@/shared/ui/fieldText';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import classes from './Undo.module.css';
import type { UndoPreview } from '../../api/undoQueries';

/** Fields that somebody changed after the change set: what stands there now, and what it would go back to. */
export function UndoConflicts({ conflicts }: { conflicts: UndoPreview['conflicts'] }) {
  const t = useT();
  return (
    // A long list scrolls by itself, so it must be reachable for the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes['scroller']} role="region" aria-label={t('importUndo.conflicts')} tabIndex={0}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('importUndo.object')}</th>
            <th scope="col">{t('importUndo.field')}</th>
            <th scope="col">{t('importUndo.now')}</th>
            <th scope="col">{t('importUndo.wouldBe')}</th>
            <th scope="col">{t('importUndo.by')}</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.map((conflict) => (
            <tr key={`${conflict.object_id}:${conflict.field}`}>
              <th scope="row">
                <bdi>{conflict.label}</bdi>
              </th>
              <td>{conflict.field_label}</td>
              <td>
                <bdi>{plain(conflict.now) || t('filter.nothing')}</bdi>
              </td>
              <td>
                <bdi>{plain(conflict.before) || t('filter.nothing')}</bdi>
              </td>
              <td>
                <bdi>{conflict.by}</bdi> {typeof conflict.at === 'string' && <RelativeTime at={conflict.at} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
