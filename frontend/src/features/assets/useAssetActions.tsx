import { useNavigate } from 'react-router';
import { useActions, withoutKey, type Action } from '@/shared/actions/registry';
import { isEmpty } from '@/shared/grid/selection';
import type { RowActions } from '@/shared/grid/gridProps';
import type { Selection } from '@/shared/grid/types';
import type { AssetRow } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { isOn } from '@/shared/session/flags';
import { useTenant } from '@/shared/session/tenant';
import { IconBolt, IconClock, IconDownload, IconQrcode } from '@/shared/ui/icons';
import { useExport, type ExportScope } from './useExport';

const MOST_LABELS = 200;
const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

interface AssetActions {
  selection: Selection;
  openId: string | null;
  /** What the menu of the open row offers, for the palette too. */
  onOpenRow: ReturnType<RowActions<AssetRow>> | null;
  exporting: ExportScope;
  openMenu: (menu: 'views' | 'columns') => void;
  refresh: () => void;
  runTemplate: () => void;
  /** The list is of the past: nothing can be done with it but look. */
  past: boolean;
  askPast: () => void;
}

/** What can be done in the register, for the rail, the palette and the keyboard alike. */
export function useAssetActions({ selection, openId, onOpenRow, exporting, openMenu, refresh, runTemplate, past, askPast }: AssetActions): void {
  const t = useT();
  const navigate = useNavigate();
  const tenant = useTenant();
  const { can, to } = tenant;
  const { start } = useExport(exporting);
  const labelled = selection.mode === 'ids' ? [...selection.ids] : [];
  const ids = isEmpty(selection) && openId !== null ? [openId] : labelled;
  const notNow = ids.length > MOST_LABELS || selection.mode === 'all' ? t('labels.tooMany') : ids.length === 0 ? t('labels.selectFirst') : undefined;
  const labels: Action[] = [
    {
      id: 'assets.label',
      label: t('drawer.printLabel'),
      short: t('labels.short'),
      group: 'selection',
      rail: 70,
      icon: <IconQrcode {...ICON} />,
      ...(notNow === undefined ? {} : { blocked: notNow }),
      perform: () => void navigate(to(`/assets/labels?ids=${ids.join(',')}`)),
    },
  ];
  const ofPast = past ? { blocked: t('past.blocked') } : {};
  const actions: Action[] = [
    ...(isOn(tenant, 'module.labels') ? labels : []),
    { id: 'assets.filter', label: t('filter.focus'), group: 'view', hotkey: '/', perform: () => document.getElementById('filter-input')?.focus() },
    { id: 'assets.views', label: t('views.switch'), group: 'view', hotkey: 'v', perform: () => openMenu('views') },
    { id: 'assets.columns', label: t('grid.columns'), group: 'view', perform: () => openMenu('columns') },
    { id: 'assets.past', label: t('past.open'), short: t('past.short'), group: 'view', rail: 95, icon: <IconClock {...ICON} />, perform: askPast },
    { id: 'assets.refresh', label: t('assets.refresh'), group: 'view', hotkey: 'r', perform: refresh },
  ];
  if (onOpenRow !== null && isEmpty(selection)) {
    const { title, actions: offered } = onOpenRow;
    const elsewhere = new Set(['row.open', 'row.label']);
    for (const action of offered) {
      if (!elsewhere.has(action.id)) actions.push({ ...withoutKey(action), label: t('rows.onRow', { action: action.label, name: title }) });
    }
  }
  if (can('assets:write')) {
    actions.push(
      { id: 'assets.template', label: t('bulkMenu.template'), short: t('bulkMenu.templateShort'), group: 'selection', rail: 65, icon: <IconBolt {...ICON} />, ...ofPast, perform: runTemplate },
      { id: 'assets.templates', label: t('bulkMenu.manageTemplates'), group: 'go', perform: () => void navigate(to('/assets/templates')) },
    );
  }
  if (can('export:run')) {
    actions.push({
      id: 'assets.export',
      label: t('export.list'),
      short: t('export.menu'),
      group: 'view',
      rail: 90,
      icon: <IconDownload {...ICON} />,
      ...ofPast,
      choices: [
        { id: 'csv', label: t('export.csv'), perform: () => start('csv') },
        { id: 'xlsx', label: t('export.xlsx'), perform: () => start('xlsx') },
      ],
      perform: () => start('csv'),
    });
  }
  useActions(actions);
}
