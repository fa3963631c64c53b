import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { Blank } from '@/shared/ui/Blank';
import { IconFilterOff } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';

export function NotFoundPage() {
  const t = useT();
  return (
    <PageFrame title={t('notFound.title')}>
      <Blank
        icon={<IconFilterOff size={22} />}
        title={t('notFound.heading')}
        actions={
          <Button component={Link} to="/">
            {t('notFound.home')}
          </Button>
        }
      >
        {t('notFound.body')}
      </Blank>
    </PageFrame>
  );
}
