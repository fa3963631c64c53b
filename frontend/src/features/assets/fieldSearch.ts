import type { RefObject } from 'react';
import { useSearchProvider, type SearchProvider } from '@/shared/actions/registry';
import type { GridHandle } from '@/shared/grid/gridProps';
import { useT } from '@/shared/i18n/i18n';
import { useStable } from '@/shared/ui/useStable';

const MOST = 12;

interface Findable {
  id: string;
  label: string;
  group?: string;
}

/** Fields by name, behind a colon in the palette: what "going there" means is up to the place. */
export function fieldSearch(id: string, label: string, fields: readonly Findable[], go: (field: string) => void): SearchProvider {
  return {
    id,
    label,
    prefix: ':',
    onDemand: true,
    search: (text) => {
      const needle = text.toLowerCase();
      const found = fields.filter((field) => field.label.toLowerCase().includes(needle) || field.id.includes(needle)).slice(0, MOST);
      return Promise.resolve(
        found.map((field) => ({ id: field.id, label: field.label, ...(field.group === undefined ? {} : { detail: field.group }), perform: () => go(field.id) })),
      );
    },
  };
}

/** In the list, going to a field is going to its column. */
export function useColumnSearch(columns: readonly Findable[], shown: readonly string[], offered: boolean, grid: RefObject<GridHandle | null>): void {
  const t = useT();
  const go = useStable((id: string) => grid.current?.focusColumn(id));
  const inGrid = columns.filter((column) => shown.includes(column.id));
  useSearchProvider(offered ? fieldSearch('columns', t('palette.fields'), inGrid, go) : null);
}
