import { useState } from 'react';
import { useActions } from '@/shared/actions/registry';
import { mergeColumns, sameColumns } from '@/shared/grid/columns';
import type { GridColumn } from '@/shared/grid/types';
import { useGridLayoutPreference } from '@/shared/grid/useGridLayoutPreference';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { contentOfView, type ListAddress } from './useListAddress';
import { ViewControl } from './ViewControl';

interface ListViewsProps<R> {
  list: ListAddress;
  columns: readonly GridColumn<R>[];
  /** What the list is called without any view. */
  builtIn: string;
}

/** The views of a plainer list, beside its title: the same control that the register has. */
export function ListViews<R>({ list, columns, builtIn }: ListViewsProps<R>) {
  const t = useT();
  const { can } = useTenant();
  const [opened, setOpened] = useState(false);
  const { layout, reset } = useGridLayoutPreference(list.module, columns, list.base);
  const has = can('assets:read');
  useActions(has ? [{ id: 'list.views', label: t('views.switch'), group: 'view', hotkey: 'v', perform: () => setOpened(true) }] : []);
  if (!has) return null;
  const modified =
    list.content !== contentOfView(list.names, list.view?.filter ?? '') ||
    list.sortText !== (list.view?.sort ?? '') ||
    !sameColumns(columns, layout.columns, mergeColumns(columns, list.base?.columns ?? []));
  return (
    <ViewControl
      module={list.module}
      views={list.views}
      active={list.view}
      builtIn={builtIn}
      modified={modified}
      content={{ filter: list.content, sort: list.sortText, columns: layout.columns, density: layout.density }}
      opened={opened}
      onOpened={setOpened}
      onOpen={list.openView}
      onReset={() => {
        list.reset();
        reset();
      }}
    />
  );
}
