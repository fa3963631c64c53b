import { Select, Stack } from '@mantine/core';
import type { DateOrder, DateProof } from '@/shared/api/importTypes';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';

interface DateOrdersProps {
  dates: readonly DateProof[];
  onChange: (dates: Record<string, DateOrder>) => void;
}

const isOrder = (value: string | null): value is DateOrder => value === 'dmy' || value === 'mdy';

/** The order of day and month of every date column, with how many values prove it. What nothing proves is asked. */
export function DateOrders({ dates, onChange }: DateOrdersProps) {
  const t = useT();
  const choices = [
    { value: 'dmy', label: t('sheet.dayFirst') },
    { value: 'mdy', label: t('sheet.monthFirst') },
  ];
  return (
    <Stack gap="md">
      {dates.filter(isInDoubt).map((date) => (
        <Select
          key={date.column}
          label={t('sheet.datesIn', { header: date.header })}
          description={proofWords(t, date)}
          error={date.needs_choice ? t('sheet.orderNeeded', { example: date.examples[0] ?? '' }) : undefined}
          placeholder={t('sheet.choose')}
          allowDeselect={false}
          data={choices}
          value={date.needs_choice ? null : (date.order ?? date.assumed)}
          onChange={(order) => {
            if (isOrder(order)) onChange({ [String(date.column)]: order });
          }}
        />
      ))}
    </Stack>
  );
}

/** Where the year comes first in every value, there is nothing to say. */
const isInDoubt = (date: DateProof): boolean => date.day_first + date.month_first + date.either > 0;

function proofWords(t: Translate, date: DateProof): string {
  if (date.day_first > 0 && date.month_first > 0) {
    return t('sheet.proofBoth', { day: formatNumber(date.day_first), month: formatNumber(date.month_first) });
  }
  if (date.day_first > 0) return t('sheet.proofDay', { count: date.day_first });
  if (date.month_first > 0) return t('sheet.proofMonth', { count: date.month_first });
  return t('sheet.proofNone', { count: date.either });
}
