import { useState } from 'react';
import { Button, MultiSelect, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Location } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { mergePreviewQuery, otherLocationsQuery, useMergeLocations } from '../api/locationMerging';

interface MergeLocationsProps {
  location: Location;
  onMerged: () => void;
}

/** Other entries for the same place, found by name and moved into this one. */
export function MergeLocations({ location, onMerged }: MergeLocationsProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="subtle" style={{ alignSelf: 'flex-start' }} onClick={() => setAsking(true)}>
        {t('locations.merge')}
      </Button>
      {asking && <MergeQuestion location={location} onClose={() => setAsking(false)} onMerged={onMerged} />}
    </>
  );
}

function MergeQuestion({ location, onClose, onMerged }: MergeLocationsProps & { onClose: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q, 200);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useQuery(otherLocationsQuery(slug, location, asked));
  const others = [...chosen.keys()];
  const preview = useQuery({ ...mergePreviewQuery(slug, location.id, others), enabled: others.length > 0 });
  const merge = useMergeLocations(slug, location);
  const names = new Map([...chosen, ...(found.data ?? []).map((each) => [each.id, each.name] as const)]);
  return (
    <ConfirmDialog
      opened
      harmless
      title={t('locations.mergeTitle', { name: location.name })}
      confirm={t('locations.mergeConfirm', { count: others.length })}
      pending={merge.isPending}
      error={merge.error}
      blocked={preview.data === undefined || others.length === 0}
      onClose={onClose}
      onConfirm={() => merge.mutate(others, { onSuccess: onMerged })}
    >
      {t('locations.mergeHelp')}
      <MultiSelect
        mt="sm"
        label={t('locations.mergeOthers')}
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={others}
        maxValues={50}
        searchable
        searchValue={q}
        onSearchChange={setQ}
        nothingFoundMessage={found.isFetching ? t('common.loading') : t('locations.noMatch')}
        onChange={(ids) => setChosen(new Map(ids.map((id) => [id, names.get(id) ?? ''])))}
      />
      {found.isError && <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />}
      {preview.isError && <ProblemAlert error={preview.error} />}
      {preview.data !== undefined && others.length > 0 && (
        <Text size="sm" mt="sm" role="status">
          {t('locations.mergeMoves', { assets: preview.data.assets, contacts: preview.data.contacts })}
        </Text>
      )}
    </ConfirmDialog>
  );
}
