import { Center, Loader } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';

export function Loading() {
  const t = useT();
  return (
    <Center h="100%" mih={160} role="status" aria-label={t('common.loading')}>
      <Loader size="sm" />
    </Center>
  );
}
