import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '@/shared/i18n/i18n';
import { usePreference } from '@/shared/session/preferences';
import classes from './SidePane.module.css';

interface SidePaneProps {
  storageKey: string;
  label: string;
  /** As wide as this until someone drags it. */
  initialWidth?: number;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
}

const MIN = 360;
const MAX = 720;
const STEP = 24;
const clamp = (width: number): number => Math.min(MAX, Math.max(MIN, Math.round(width)));

const readWidth = (value: unknown): number | null => (typeof value === 'number' ? clamp(value) : null);

/** A pane beside the page where there is room, over it where there is not. Its width is remembered. */
export function SidePane({ storageKey, label, initialWidth = 440, onKeyDown, children }: SidePaneProps) {
  const t = useT();
  const [chosen, setWidth] = usePreference(`pane.${storageKey}`, readWidth);
  const width = chosen ?? initialWidth;
  const onResizeKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? STEP : event.key === 'ArrowRight' ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    setWidth(clamp(width + step));
  };
  return (
    // The pane listens for its walking keys wherever focus stands inside it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside className={classes['pane']} style={{ width }} aria-label={label} onKeyDown={onKeyDown} data-region="drawer">
      {/* A focusable separator is a widget: arrows resize it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('pane.resize')}
        aria-valuenow={width}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={classes['separator']}
        onKeyDown={onResizeKey}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const right = event.currentTarget.parentElement?.getBoundingClientRect().right ?? 0;
          setWidth(clamp(right - event.clientX));
        }}
      />
      {children}
    </aside>
  );
}
