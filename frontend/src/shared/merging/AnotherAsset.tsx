import { useState } from 'react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';

/** Finds one more asset by tag, serial, name or whatever else the search knows. */
export function AnotherAsset({ known, onChoose }: { known: readonly string[]; onChoose: (id: string) => void }) {
  const t = useT();
  const { slug } = useTenant();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const hits = useQuery({
    queryKey: ['tenant', slug, 'merge-search', asked] as const,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/assets/search', { params: { query: { q: asked, limit: 20 } }, signal }))).items,
    enabled: asked !== '',
  });
  const found = (hits.data ?? []).filter((hit) => !known.includes(hit.id));
  return (
    <Select
      searchable
      // What is listed at that moment answers to what was typed before.
      selectFirstOptionOnChange={false}
      label={t('merging.another')}
      placeholder={t('merging.anotherHint')}
      nothingFoundMessage={asked === '' || hits.isPending ? null : t('merging.nothingFound')}
      data={found.map((hit) => ({ value: hit.id, label: [hit.tag, hit.name, hit.client.label].filter((part) => part !== '').join(' · ') }))}
      filter={({ options }) => options}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        if (id === null) return;
        onChoose(id);
        setTyped('');
      }}
    />
  );
}
