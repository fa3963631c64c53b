import { useState } from 'react';
import { Button, Pill, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FieldCatalogue } from '@/shared/api/types';
import { useT, type MessageKey } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { FilterLine } from '@/shared/ui/FilterLine';
import { IconFilter } from '@/shared/ui/icons';
import { auditFacetsQuery } from '../api/auditQueries';
import { originLabel } from '../auditColumns';
import type { AuditAddress, AuditPart } from '../useAuditAddress';

const ORIGINS = ['ui', 'api', 'import', 'bulk', 'undo', 'sync', 'rule', 'cli', 'system'] as const;
const LINKED: readonly [AuditPart, MessageKey][] = [
  ['object', 'audit.onlyObject'],
  ['change_set', 'audit.onlyChangeSet'],
  ['job', 'audit.onlyJob'],
];
const pad = (value: number): string => String(value).padStart(2, '0');

function localText(at: string | undefined): string {
  const date = new Date(at ?? '');
  if (Number.isNaN(date.getTime())) return '';
  return `${String(date.getFullYear())}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

const capitalised = (noun: string): string => noun.charAt(0).toUpperCase() + noun.slice(1);

/** Narrows the log to a person, an action, a kind of record, an origin, a field and a time; what a link brought along can be taken off. */
export function AuditFilters({ address, catalogue }: { address: AuditAddress; catalogue: FieldCatalogue | undefined }) {
  const t = useT();
  const { slug } = useTenant();
  const [opened, setOpened] = useState(false);
  const facets = useQuery(auditFacetsQuery(slug));
  const { scope, narrowed, set, clear } = address;
  return (
    <FilterLine>
      <Select
        aria-label={t('audit.who')}
        placeholder={t('audit.anyone')}
        searchable
        clearable
        w={170}
        data={(facets.data?.actors ?? []).flatMap((actor) => (actor.id === null ? [] : [{ value: actor.id, label: actor.label }]))}
        value={scope.actor ?? null}
        onChange={(value) => set({ actor: value })}
      />
      <Select
        aria-label={t('audit.action')}
        placeholder={t('audit.anyAction')}
        clearable
        w={140}
        data={(['insert', 'update', 'delete'] as const).map((value) => ({ value, label: t(`audit.${value}`) }))}
        value={scope.operation ?? null}
        onChange={(value) => set({ operation: value })}
      />
      <Select
        aria-label={t('audit.kind')}
        placeholder={t('audit.anyKind')}
        searchable
        clearable
        w={170}
        data={(facets.data?.kinds ?? []).map((kind) => ({ value: kind, label: capitalised(kind) }))}
        value={scope.kind ?? null}
        onChange={(value) => set({ kind: value })}
      />
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} trapFocus returnFocus>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />} onClick={() => setOpened((before) => !before)}>
            {t('audit.filters')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('audit.filters')}>
          <Stack gap="xs">
            <Select
              label={t('audit.origin')}
              placeholder={t('audit.anyOrigin')}
              clearable
              comboboxProps={{ withinPortal: false }}
              data={ORIGINS.map((value) => ({ value, label: originLabel(t, value) }))}
              value={scope.origin ?? null}
              onChange={(value) => set({ origin: value })}
            />
            <Select
              label={t('audit.field')}
              placeholder={t('audit.anyField')}
              searchable
              clearable
              comboboxProps={{ withinPortal: false }}
              data={(catalogue?.fields ?? []).map((field) => ({ value: field.id, label: field.label }))}
              value={scope.field ?? null}
              onChange={(value) => set({ field: value })}
            />
            {(['from', 'to'] as const).map((edge) => (
              <TextInput
                key={edge}
                type="datetime-local"
                label={t(`audit.${edge}`)}
                value={localText(scope[edge])}
                onChange={(event) => {
                  const at = new Date(event.currentTarget.value);
                  set({ [edge]: Number.isNaN(at.getTime()) ? null : at.toISOString() });
                }}
              />
            ))}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {LINKED.filter(([part]) => narrowed.includes(part)).map(([part, key]) => (
        <Pill key={part} size="md" withRemoveButton onRemove={() => set({ [part]: null })} removeButtonProps={{ 'aria-label': t('audit.remove', { what: t(key) }), tabIndex: 0, 'aria-hidden': false }}>
          {t(key)}
        </Pill>
      ))}
      {narrowed.length > 0 && (
        <Button variant="subtle" onClick={clear}>
          {t('audit.clear')}
        </Button>
      )}
    </FilterLine>
  );
}
