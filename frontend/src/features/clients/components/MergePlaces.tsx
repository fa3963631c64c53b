import { useState } from 'react';
import { Button, MultiSelect, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { mergePreviewQuery, othersQuery, useMerge, type Mergeable } from '../api/merging';

interface MergePlacesProps {
  place: Mergeable;
  onMerged: () => void;
}

/** Other entries for the same place or person, found by name and moved into this one. */
export function MergePlaces({ place, onMerged }: MergePlacesProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="subtle" style={{ alignSelf: 'flex-start' }} onClick={() => setAsking(true)}>
        {t(`${place.kind}.merge`)}
      </Button>
      {asking && <MergeQuestion place={place} onClose={() => setAsking(false)} onMerged={onMerged} />}
    </>
  );
}

function MergeQuestion({ place, onClose, onMerged }: MergePlacesProps & { onClose: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q, 200);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const { kind, record } = place;
  const found = useQuery(othersQuery(slug, place, asked));
  const others = [...chosen.keys()];
  const preview = useQuery({ ...mergePreviewQuery(slug, place, others), enabled: others.length > 0 });
  const merge = useMerge(slug, place);
  const names = new Map([...chosen, ...(found.data ?? []).map((each) => [each.id, each.email ? `${each.name} · ${each.email}` : each.name] as const)]);
  return (
    <ConfirmDialog
      opened
      harmless
      title={t('places.mergeTitle', { name: record.name })}
      confirm={t(`${kind}.mergeConfirm`, { count: others.length })}
      pending={merge.isPending}
      error={merge.error}
      blocked={preview.data === undefined || others.length === 0}
      onClose={onClose}
      onConfirm={() => merge.mutate(others, { onSuccess: onMerged })}
    >
      {t(`${kind}.mergeHelp`)}
      <MultiSelect
        mt="sm"
        label={t(`${kind}.mergeOthers`)}
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={others}
        maxValues={50}
        searchable
        searchValue={q}
        onSearchChange={setQ}
        nothingFoundMessage={found.isFetching ? t('common.loading') : t(`${kind}.noMatch`)}
        onChange={(ids) => setChosen(new Map(ids.map((id) => [id, names.get(id) ?? ''])))}
      />
      {found.isError && <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />}
      {preview.isError && <ProblemAlert error={preview.error} />}
      {preview.data !== undefined && others.length > 0 && (
        <Text size="sm" mt="sm" role="status">
          {t(`${kind}.mergeMoves`, { assets: preview.data.assets, contacts: preview.data.contacts })}
        </Text>
      )}
    </ConfirmDialog>
  );
}
