import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import classes from './PageFrame.module.css';

export interface Crumb {
  label: string;
  /** Where it leads; a place inside the tenant and client scope, or none for where one is. */
  to?: string;
}

/** Where this page lies: whose data, then the way down to it. */
export function Crumbs({ path }: { path: readonly Crumb[] }) {
  const t = useT();
  const { client } = useTenant();
  return (
    <nav aria-label={t('shell.crumbs')}>
      <ol className={classes['crumbs']}>
        <li>
          <bdi>{client?.name ?? t('client.all')}</bdi>
        </li>
        {path.map(({ label, to }) => (
          <li key={label}>
            {to === undefined ? (
              <bdi aria-current="page">{label}</bdi>
            ) : (
              <Link to={to}>
                <bdi>{label}</bdi>
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
