import { Button } from '@mantine/core';
import { useRouteError } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { Blank } from '@/shared/ui/Blank';
import { IconAlertOctagon } from '@/shared/ui/icons';

/** The last net: a page that failed to load or draw says so and offers the one useful step. */
export function RouteFailure() {
  const t = useT();
  const error = useRouteError();
  return (
    <main>
      <Blank
        role="alert"
        icon={<IconAlertOctagon size={22} />}
        title={t('failure.title')}
        actions={<Button onClick={() => globalThis.location.reload()}>{t('failure.reload')}</Button>}
      >
        {t('failure.body')} {error instanceof Error && <code>{error.message}</code>}
      </Blank>
    </main>
  );
}
