import type { ReactNode } from 'react';
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconArrowRight,
  IconCheck,
  IconCircle,
  IconClock,
  IconLink,
} from './icons';
import classes from './StatusBadge.module.css';

export type Tone = 'neutral' | 'outline' | 'info' | 'success' | 'warning' | 'danger' | 'pending' | 'teal';

const TONE_ICON = {
  neutral: IconCircle,
  outline: IconCircle,
  info: IconArrowRight,
  success: IconCheck,
  warning: IconAlertTriangle,
  danger: IconAlertOctagon,
  pending: IconClock,
  teal: IconLink,
} as const;

interface StatusBadgeProps {
  tone: Tone;
  /** Without an icon: a word in a colour that people chose themselves. */
  plain?: boolean;
  children: ReactNode;
}

/** Icon, word and colour together: no status is told by colour alone. */
export function StatusBadge({ tone, plain = false, children }: StatusBadgeProps) {
  const Icon = TONE_ICON[tone];
  return (
    <span className={classes['badge']} data-tone={tone}>
      {!plain && <Icon size={12} stroke={2.25} aria-hidden className={classes['icon']} />}
      <span className="qd-truncate">{children}</span>
    </span>
  );
}

const ASSET_TONES: Record<string, Tone> = {
  ordered: 'info',
  in_stock: 'neutral',
  deployed: 'success',
  in_repair: 'warning',
  retired: 'outline',
  disposed: 'outline',
  missing: 'danger',
};

export const assetTone = (status: string): Tone => ASSET_TONES[status] ?? 'neutral';

const JOB_TONES: Record<string, Tone> = {
  queued: 'pending',
  running: 'info',
  succeeded: 'success',
  partly_succeeded: 'warning',
  failed: 'danger',
  cancelled: 'neutral',
  interrupted: 'warning',
};

export const jobTone = (state: string): Tone => JOB_TONES[state] ?? 'neutral';
