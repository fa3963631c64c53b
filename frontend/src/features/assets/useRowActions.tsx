import { useCallback } from 'react';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { withoutKey, type Action } from '@/shared/actions/registry';
import type { AssetRow } from '@/shared/api/types';
import type { RowActions } from '@/shared/grid/gridProps';
import { isSelected } from '@/shared/grid/selection';
import type { Selection } from '@/shared/grid/types';
import { useT } from '@/shared/i18n/i18n';
import { useMerging } from '@/shared/merging/MergeProvider';
import { isOn } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import type { BulkCommand } from './bulk/useBulk';
import { plain, titleOf } from './fieldValue';

/** One asset has a form of its own, and is merged with others from there. */
const OF_MANY = new Set(['edit', 'merge']);

interface RowCommands {
  selection: Selection;
  commandsOn: (selection: Selection) => BulkCommand[];
  open: (row: AssetRow) => void;
}

/** What can be done with one asset of the list; pressed on a selected row, the changes are the whole selection's. */
export function useRowActions({ selection, commandsOn, open }: RowCommands): RowActions<AssetRow> {
  const t = useT();
  const navigate = useNavigate();
  const merging = useMerging();
  const tenant = useTenant();
  return useCallback(
    (row) => {
      const { can, to, slug } = tenant;
      const several = isSelected(selection, row.id) && (selection.mode === 'all' || selection.ids.size > 1);
      const target: Selection = several ? selection : { mode: 'ids', ids: new Set([row.id]) };
      const name = plain(row['tag']) || titleOf(row);
      const go = (path: string) => () => void navigate(to(path));
      const copyLink = async (): Promise<void> => {
        await navigator.clipboard.writeText(`${globalThis.location.origin}/t/${slug}/all/assets/${row.id}`);
        notifications.show({ message: t('rows.linkCopied', { name }) });
      };
      const own: Action[] = several
        ? []
        : [
            { id: 'row.open', label: t('rows.open'), group: 'selection', hotkey: 'Enter', perform: () => open(row) },
            { id: 'row.page', label: t('rows.page'), group: 'selection', perform: go(`/assets/${row.id}`) },
            ...(can('assets:write') ? [{ id: 'row.form', label: t('assets.editAll'), group: 'selection', perform: go(`/assets/${row.id}/edit`) } as const] : []),
            ...(isOn(tenant, 'module.labels') ? [{ id: 'row.label', label: t('drawer.printLabel'), group: 'selection', perform: go(`/assets/labels?ids=${row.id}`) } as const] : []),
            { id: 'row.link', label: t('drawer.copyLink'), group: 'selection', perform: () => void copyLink() },
            ...(merging.may ? [{ id: 'row.merge', label: t('merging.one'), group: 'selection', perform: () => merging.merge([row.id]) } as const] : []),
          ];
      const changes = commandsOn(target).filter(({ id }) => several || !OF_MANY.has(id));
      return {
        title: several ? t('rows.several') : name,
        actions: [...own, ...changes.map((command) => ({ ...withoutKey(command), id: `row.${command.id}`, group: 'selection' }) as const)],
      };
    },
    [t, navigate, merging, tenant, selection, commandsOn, open],
  );
}
