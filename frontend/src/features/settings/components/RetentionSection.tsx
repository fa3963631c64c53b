import { useState } from 'react';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { formatDate, formatDateTime, formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { forecastQuery, retentionQuery, useRetention } from '../api/retentionQueries';

const PERIODS = [90, 180, 365, 730, 1_095, 1_825, 2_555, 3_650];
const FOREVER = 'forever';
const YEAR = 365;

/** How long changes are kept, and what a shorter time would cost. */
export function RetentionSection() {
  const t = useT();
  const { slug, can } = useTenant();
  const found = useQuery(retentionQuery(slug));
  const change = useRetention(slug);
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [arrived] = useState(() => Date.now());
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { keep_days: present, kept_since: since, removes_from: starts, removed_changes: removed } = found.data.data;
  const days = chosen === null ? present : chosen === FOREVER ? null : Number(chosen);
  const isShorter = days !== null && (present === null || days < present);
  const period = (each: number): string => (each % YEAR === 0 ? t('retention.years', { years: each / YEAR }) : t('retention.days', { days: each }));
  const periods = present === null || PERIODS.includes(present) ? PERIODS : [...PERIODS, present].sort((one, other) => one - other);
  const save = (): void =>
    change.mutate(
      { days, etag: found.data.etag },
      {
        onSuccess: () => {
          setChosen(null);
          notifications.show({ message: days === null ? t('retention.savedForever') : t('retention.saved', { period: period(days) }) });
        },
        onSettled: () => setAsking(false),
      },
    );
  return (
    <Stack gap="md" maw={560}>
      <Text size="sm" c="dimmed">
        {t('retention.help')}
      </Text>
      <Text size="sm">{since === null ? t('retention.all') : t('retention.since', { day: formatDate(since), changes: formatNumber(removed) })}</Text>
      {starts !== null && Date.parse(starts) > arrived && <Text size="sm">{t('retention.starts', { at: formatDateTime(starts) })}</Text>}
      <Select
        label={t('retention.keep')}
        {...(can('tenant:manage') ? {} : { description: t('retention.ownersOnly') })}
        disabled={!can('tenant:manage')}
        allowDeselect={false}
        w={240}
        data={[{ value: FOREVER, label: t('retention.forever') }, ...periods.toReversed().map((each) => ({ value: String(each), label: period(each) }))]}
        value={days === null ? FOREVER : String(days)}
        onChange={setChosen}
      />
      {days !== present && (
        <>
          {isShorter ? <Loss days={days} /> : <Text size="sm">{days === null ? t('retention.gains') : t('retention.extends')}</Text>}
          <Group gap="sm">
            <Button onClick={() => (isShorter ? setAsking(true) : save())} loading={change.isPending}>
              {t('retention.save')}
            </Button>
            <Button variant="default" onClick={() => setChosen(null)}>
              {t('common.cancel')}
            </Button>
          </Group>
        </>
      )}
      {change.isError && <ProblemAlert error={change.error} />}
      {days !== null && (
        <ConfirmDialog
          opened={asking}
          title={t('retention.ask', { period: period(days) })}
          confirm={t('retention.confirm')}
          pending={change.isPending}
          error={null}
          onConfirm={save}
          onClose={() => setAsking(false)}
        >
          <Stack gap="xs">
            <Loss days={days} />
            <div>{t('retention.askMore')}</div>
          </Stack>
        </ConfirmDialog>
      )}
    </Stack>
  );
}

/** In a sentence: how much goes, and from before when. */
function Loss({ days }: { days: number }) {
  const t = useT();
  const { slug } = useTenant();
  const told = useQuery(forecastQuery(slug, days));
  if (told.isPending) return <Loading />;
  if (told.isError) return <ProblemAlert error={told.error} onRetry={() => void told.refetch()} />;
  const day = formatDate(told.data.kept_since);
  if (told.data.changes === 0) return <Text size="sm">{t('retention.losesNothing', { day })}</Text>;
  return (
    <Text size="sm" fw={600}>
      {t('retention.loses', { changes: formatNumber(told.data.changes), days: told.data.days, day })}
    </Text>
  );
}
