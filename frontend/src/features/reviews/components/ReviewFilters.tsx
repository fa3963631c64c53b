import { Button, SegmentedControl, Select } from '@mantine/core';
import type { components } from '@/shared/api/schema';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconX } from '@/shared/ui/icons';
import type { ReviewAddress } from '../useReviewAddress';

interface ReviewFiltersProps {
  address: ReviewAddress;
  counts: components['schemas']['ReviewCounts'] | undefined;
}

/** Which part of the queue is shown: waiting or decided, one kind of doubt, one import. */
export function ReviewFilters({ address, counts }: ReviewFiltersProps) {
  const t = useT();
  const { scope, set } = address;
  const doubts = (counts?.by_doubt ?? []).map((each) => ({ value: each.value ?? '', label: `${each.label} (${formatNumber(each.count)})` }));
  return (
    <>
      {scope.job !== undefined && (
        <Button variant="light" size="compact-md" rightSection={<IconX size={14} aria-hidden />} aria-label={t('reviews.allImports')} onClick={() => set({ job: null, open: null })}>
          {t('reviews.oneImport')}
        </Button>
      )}
      <Select
        aria-label={t('reviews.doubt')}
        placeholder={t('reviews.allDoubts')}
        clearable
        w={250}
        data={doubts}
        value={scope.doubt ?? null}
        onChange={(doubt) => set({ doubt, open: null })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t('reviews.state')}
        value={scope.state ?? 'open'}
        onChange={(state) => set({ state: state === 'decided' ? state : null, doubt: null, open: null })}
        data={[
          { value: 'open', label: t('reviews.open') },
          { value: 'decided', label: t('reviews.decided') },
        ]}
      />
    </>
  );
}
