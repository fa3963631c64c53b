import { useState } from 'react';
import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FieldCatalogue } from '@/shared/api/types';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { DifferenceTable } from './DifferenceTable';
import { comparisonQuery } from './historyApi';
import { AGO, localText, momentOf } from './moments';

interface CompareDialogProps {
  id: string;
  catalogue: FieldCatalogue;
  /** The first moment; a month ago when left out. */
  from?: string | undefined;
  onClose: () => void;
}

/** What differs between two moments, field by field. */
export function CompareDialog({ id, catalogue, from, onClose }: CompareDialogProps) {
  const t = useT();
  const [first, setFirst] = useState(() => from ?? new Date(Date.now() - AGO[3][1]).toISOString());
  const [second, setSecond] = useState<string | null>(null);
  return (
    <Dialog onClose={onClose} title={t('compare.title')} size="lg">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            type="datetime-local"
            label={t('compare.first')}
            value={localText(new Date(first))}
            onChange={(event) => setFirst((before) => momentOf(event.currentTarget.value) ?? before)}
          />
          <TextInput
            type="datetime-local"
            label={t('compare.second')}
            description={t('compare.secondHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={second === null ? '' : localText(new Date(second))}
            onChange={(event) => setSecond(momentOf(event.currentTarget.value))}
          />
        </SimpleGrid>
        <Differences id={id} catalogue={catalogue} first={first} second={second} />
      </Stack>
    </Dialog>
  );
}

function Differences({ id, catalogue, first, second }: { id: string; catalogue: FieldCatalogue; first: string; second: string | null }) {
  const t = useT();
  const { slug } = useTenant();
  const found = useQuery(comparisonQuery(slug, id, first, second));
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.changes.length === 0) return <Text c="dimmed">{t('compare.same')}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('compare.differences', { count: found.data.changes.length })}
      </Text>
      <DifferenceTable
        caption={t('compare.title')}
        changes={found.data.changes}
        catalogue={catalogue}
        before={formatDateTime(first)}
        after={second === null ? t('compare.now') : formatDateTime(second)}
      />
    </>
  );
}
