import { useState } from 'react';
import { Button, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FieldCatalogue } from '@/shared/api/types';
import { isMessageKey, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconFilter, IconX } from '@/shared/ui/icons';
import { historyFacetsQuery, type HistoryFilter } from './historyApi';
import { localText, momentOf } from './moments';

interface HistoryFiltersProps {
  id: string;
  catalogue: FieldCatalogue;
  filter: HistoryFilter;
  onFilter: (filter: HistoryFilter) => void;
}

export function originLabel(t: Translate, origin: string): string {
  const key = `history.origin.${origin}`;
  return isMessageKey(key) ? t(key) : origin;
}

/** Narrows a history to a person, an origin, a field and a time. */
export function HistoryFilters({ id, catalogue, filter, onFilter }: HistoryFiltersProps) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const count = Object.keys(filter).length;
  return (
    <Button.Group>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={290} trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant={count > 0 ? 'light' : 'default'}
            leftSection={<IconFilter size={15} aria-hidden />}
            onClick={() => setOpened((before) => !before)}
          >
            {count > 0 ? t('timeline.narrowed', { count }) : t('timeline.filter')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('timeline.filters')}>
          <Conditions id={id} catalogue={catalogue} filter={filter} onFilter={onFilter} />
        </Popover.Dropdown>
      </Popover>
      {count > 0 && (
        <Button size="compact-sm" variant="light" px={6} aria-label={t('timeline.clear')} onClick={() => onFilter({})}>
          <IconX size={15} aria-hidden />
        </Button>
      )}
    </Button.Group>
  );
}

function Conditions({ id, catalogue, filter, onFilter }: HistoryFiltersProps) {
  const t = useT();
  const { slug } = useTenant();
  const facets = useQuery(historyFacetsQuery(slug, id));
  const set = (name: keyof HistoryFilter, value: string | null): void => {
    const others = Object.entries(filter).filter(([each]) => each !== name);
    onFilter(Object.fromEntries(value === null || value === '' ? others : [...others, [name, value]]));
  };
  const inside = { comboboxProps: { withinPortal: false }, size: 'xs', clearable: true } as const;
  return (
    <Stack gap="xs">
      <Select
        {...inside}
        label={t('timeline.actor')}
        placeholder={t('timeline.anyone')}
        searchable
        data={(facets.data?.actors ?? []).flatMap((actor) => (actor.id === null ? [] : [{ value: actor.id, label: actor.label }]))}
        value={filter.actor ?? null}
        onChange={(value) => set('actor', value)}
      />
      <Select
        {...inside}
        label={t('timeline.origin')}
        placeholder={t('timeline.anywhere')}
        data={(facets.data?.origins ?? []).map((origin) => ({ value: origin, label: originLabel(t, origin) }))}
        value={filter.origin ?? null}
        onChange={(value) => set('origin', value)}
      />
      <Select
        {...inside}
        label={t('timeline.field')}
        placeholder={t('timeline.anyField')}
        searchable
        data={catalogue.fields.map((field) => ({ value: field.id, label: field.label }))}
        value={filter.field ?? null}
        onChange={(value) => set('field', value)}
      />
      {(['from', 'to'] as const).map((edge) => (
        <TextInput
          key={edge}
          size="xs"
          type="datetime-local"
          label={t(edge === 'from' ? 'timeline.from' : 'timeline.to')}
          value={filter[edge] === undefined ? '' : localText(new Date(filter[edge]))}
          onChange={(event) => set(edge, momentOf(event.currentTarget.value))}
        />
      ))}
    </Stack>
  );
}
