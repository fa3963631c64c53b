import type { FieldCatalogue } from '@/shared/api/types';
import type { QuickFilter } from '@/shared/filters/filterText';
import type { Translate } from '@/shared/i18n/i18n';

/** Pinned filters of the register; one whose field the catalogue lacks is left out. */
export function quickFilters(t: Translate, catalogue: FieldCatalogue): QuickFilter[] {
  const all: QuickFilter[] = [
    { id: 'in-repair', label: t('quick.inRepair'), field: 'status', op: '=', value: 'in_repair' },
    { id: 'missing', label: t('quick.missing'), field: 'status', op: '=', value: 'missing' },
    { id: 'warranty', label: t('quick.warranty'), field: 'warranty_end', op: '<', value: '+90d' },
    { id: 'unseen', label: t('quick.notSeen'), field: 'last_seen', op: '<', value: '-30d' },
    { id: 'no-owner', label: t('quick.noOwner'), field: 'assigned_to', op: '=', value: '@none' },
  ];
  const known = new Set(catalogue.fields.map((field) => field.id));
  return all.filter((quick) => known.has(quick.field));
}
