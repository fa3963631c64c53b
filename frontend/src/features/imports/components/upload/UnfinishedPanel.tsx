import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { openImportsQuery } from '../../api/importQueries';
import { stepOf } from '../../wizardState';
import { STEP_NAMES, stepNumber } from '../../wizardSteps';
import classes from './Upload.module.css';

/** What was begun and not finished, on this device or another. Absent when there is nothing: it is a help, not a duty. */
export function UnfinishedPanel() {
  const t = useT();
  const { slug, client, to } = useTenant();
  const open = useQuery(openImportsQuery(slug, client?.id));
  if (open.data === undefined || open.data.length === 0) return null;
  return (
    <section className={classes['panel']}>
      <h2>{t('upload.unfinished')}</h2>
      <ul className={classes['list']}>
        {open.data.map((record) => {
          const step = stepOf(record);
          return (
            <li key={record.id}>
              <div className={classes['itemText']}>
                <div className={classes['itemName']}>
                  <bdi>{record.file.name}</bdi>
                </div>
                <div className={classes['itemMeta']}>
                  {t('upload.atStep', { number: stepNumber(step), step: t(STEP_NAMES[step].short) })} · <RelativeTime at={record.saved_at} />
                </div>
              </div>
              <Anchor component={Link} to={to(`/imports/${record.id}/${step}`)} size="sm" aria-label={t('upload.resumeNamed', { name: record.file.name })}>
                {t('upload.resume')}
              </Anchor>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
