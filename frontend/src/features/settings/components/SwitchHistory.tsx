import { useQuery } from '@tanstack/react-query';
import type { FlagSwitch } from '@/shared/api/types';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { flagHistoryQuery } from '../api/flagQueries';
import classes from './Settings.module.css';

export function SwitchHistory({ flag, onClose }: { flag: FlagSwitch; onClose: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const told = useQuery(flagHistoryQuery(slug, flag.key));
  return (
    <Dialog onClose={onClose} title={t('switches.historyOf', { name: flag.label })} size="xl">
      {told.isPending && <Loading />}
      {told.isError && <ProblemAlert error={told.error} onRetry={() => void told.refetch()} />}
      {told.data?.length === 0 && <p>{t('switches.noHistory')}</p>}
      {told.data !== undefined && told.data.length > 0 && (
        <div className={classes['tableWrap']}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{t('switches.when')}</th>
                <th scope="col">{t('switches.who')}</th>
                <th scope="col">{t('nav.clients')}</th>
                <th scope="col">{t('switches.beforeAfter')}</th>
                <th scope="col">{t('switches.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {told.data.map((entry) => (
                <tr key={`${entry.change_set_id}:${entry.client_id ?? ''}`}>
                  <td>{formatDateTime(entry.at)}</td>
                  <td>
                    <bdi>{entry.actor_label}</bdi>
                  </td>
                  <td>
                    <bdi>{entry.client ?? t('switches.everyone')}</bdi>
                  </td>
                  <td>{t('switches.step', { before: entry.before ?? '—', after: entry.after ?? '—' })}</td>
                  <td>
                    <bdi>{entry.reason}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
