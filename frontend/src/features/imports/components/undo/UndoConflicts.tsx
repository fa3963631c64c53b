import { useT } from '@/shared/i18n/i18n';
import { plain } from '@/shared/ui/fieldText';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import classes from './Undo.module.css';
import type { UndoPreview } from '../../api/undoQueries';

/** Fields that somebody changed after the change set: what stands there now, and what it would go back to. */
export function UndoConflicts({ conflicts }: { conflicts: UndoPreview['conflicts'] }) {
  const t = useT();
  return (
    <ScrollRegion className={classes['scroller']} label={t('importUndo.conflicts')}>
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
    </ScrollRegion>
  );
}
