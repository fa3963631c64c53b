import { useT } from '@/shared/i18n/i18n';
import classes from './ViewMenu.module.css';

/** The address names a view that this person can't open: the list says so instead of passing for it. */
export function MissingView() {
  const t = useT();
  return (
    <div role="status" className={classes['missing']}>
      {t('views.missing')}
    </div>
  );
}
