import { Text } from '@mantine/core';
import type { components } from '@/shared/api/schema';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowMerge } from '@/shared/ui/icons';

/** That something came with an asset which has gone into this one since. */
export function FromMerged({ from }: { from: components['schemas']['MergedFrom'] }) {
  const t = useT();
  return (
    <Text size="xs" c="dimmed" title={from.name}>
      <IconArrowMerge size={13} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('merged.from', { tag: from.tag })}
    </Text>
  );
}
