import { Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { tenantQuery, useAcrossClients } from '../api/identityQueries';
import classes from './Identity.module.css';

/** Whether a device that is on record at another client is put before a person. */
export function AcrossClientsChoice() {
  const t = useT();
  const { slug, can } = useTenant();
  const tenant = useQuery(tenantQuery(slug));
  const change = useAcrossClients(slug);
  const shown = change.isPending ? change.variables.choice : tenant.data?.data.identity_across_clients;
  return (
    <section className={classes['part']} aria-labelledby="across-title">
      <h2 id="across-title" className={classes['title']}>
        {t('across.title')}
      </h2>
      {tenant.isPending && <Loading />}
      {tenant.isError && <ProblemAlert error={tenant.error} onRetry={() => void tenant.refetch()} />}
      {tenant.data !== undefined && (
        <Radio.Group
          aria-labelledby="across-title"
          value={shown ?? null}
          onChange={(value) =>
            change.mutate(
              { choice: value === 'review' ? 'review' : 'never', etag: tenant.data.etag },
              { onSuccess: () => notifications.show({ message: t('across.saved') }) },
            )
          }
        >
          <Stack gap="xs">
            <Radio value="never" disabled={!can('settings:manage')} label={t('across.never')} description={t('across.neverHelp')} />
            <Radio value="review" disabled={!can('settings:manage')} label={t('across.review')} description={t('across.reviewHelp')} />
          </Stack>
        </Radio.Group>
      )}
      {change.isError && <ProblemAlert error={change.error} />}
    </section>
  );
}
