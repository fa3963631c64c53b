import type { ComponentType } from 'react';
import { ReviewCount } from '@/features/reviews/components/ReviewCount';
import type { MessageKey } from '@/shared/i18n/i18n';
import { IconArrowsSplit, IconBuilding, IconDeviceLaptop, IconFileImport, IconHistory, IconListDetails, IconSettings } from '@/shared/ui/icons';

export interface NavItem {
  path: string;
  label: MessageKey;
  icon: typeof IconBuilding;
  hotkey: string;
  permission: string | null;
  /** How much waits there. */
  count?: ComponentType;
  /** The list there, whose pinned views stand below it. */
  list?: string;
  /** Stands in the bar at the bottom of a phone. */
  onPhone?: boolean;
}

/** Only modules that exist: nothing here leads to an empty promise. */
export const NAVIGATION: readonly NavItem[] = [
  { path: '/assets', label: 'nav.assets', icon: IconDeviceLaptop, hotkey: 'g a', permission: 'assets:read', list: 'assets', onPhone: true },
  { path: '/clients', label: 'nav.clients', icon: IconBuilding, hotkey: 'g c', permission: 'clients:read', list: 'clients', onPhone: true },
  { path: '/imports', label: 'nav.imports', icon: IconFileImport, hotkey: 'g i', permission: 'imports:run', list: 'imports' },
  { path: '/reviews', label: 'nav.reviews', icon: IconArrowsSplit, hotkey: 'g v', permission: 'imports:run', list: 'reviews', count: ReviewCount },
  { path: '/jobs', label: 'nav.jobs', icon: IconListDetails, hotkey: 'g j', permission: 'jobs:read', list: 'jobs', onPhone: true },
  { path: '/audit', label: 'nav.audit', icon: IconHistory, hotkey: 'g u', permission: 'settings:manage', list: 'audit' },
  { path: '/settings', label: 'nav.settings', icon: IconSettings, hotkey: 'g s', permission: null, list: 'members' },
];
