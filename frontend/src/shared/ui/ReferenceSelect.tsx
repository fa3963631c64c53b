import { useState } from 'react';
import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { Reference } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';

type ReferenceKind = 'client' | 'location' | 'contact';

interface ReferenceSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  kind: ReferenceKind;
  /** Locations and contacts are looked up inside one client. */
  clientId: string | null;
  value: Reference | null;
  onChange: (value: Reference | null) => void;
}

const SHOWN = 50;

async function lookUp(kind: ReferenceKind, text: string, clientId: string | null, signal: AbortSignal): Promise<Reference[]> {
  const query = { limit: SHOWN, ...(text === '' ? {} : { q: text }), ...(clientId === null || kind === 'client' ? {} : { client: clientId }) };
  const init = { params: { query }, signal };
  const page =
    kind === 'client'
      ? await unwrap(api.GET('/clients', init))
      : kind === 'location'
        ? await unwrap(api.GET('/locations', init))
        : await unwrap(api.GET('/contacts', init));
  return page.items.map((item) => ({ id: item.id, label: item.name }));
}

/** Chooses a record by typing part of its name; looks up on the server, so it does not matter how many there are. */
export function ReferenceSelect({ kind, clientId, value, onChange, ...rest }: ReferenceSelectProps) {
  const { slug } = useTenant();
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const asked = typed === value?.label ? '' : typed;
  const [settled] = useDebouncedValue(asked.trim(), 150);
  const found = useQuery({
    queryKey: ['tenant', slug, 'look-up', kind, clientId, settled],
    queryFn: ({ signal }) => lookUp(kind, settled, clientId, signal),
    enabled: opened,
    staleTime: 30_000,
  });
  const options = found.data ?? [];
  const all = value !== null && !options.some((option) => option.id === value.id) ? [value, ...options] : options;
  return (
    <Select
      {...rest}
      searchable
      // What is listed at that moment answers to what was typed before.
      selectFirstOptionOnChange={false}
      data={all.map((option) => ({ value: option.id, label: option.label }))}
      filter={({ options: given }) => given}
      value={value?.id ?? null}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpened(true)}
      onChange={(id) => onChange(all.find((option) => option.id === id) ?? null)}
    />
  );
}
