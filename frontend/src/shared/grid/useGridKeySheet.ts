import { useMemo } from 'react';
import { useRegionKeySheet } from '@/shared/actions/registry';
import type { MessageKey } from '@/shared/i18n/i18n';

interface GridKeys {
  selectable: boolean;
  opens: boolean;
  peeks: boolean;
  edits: boolean;
  hasMenus: boolean;
  hasHeader: boolean;
}

/** What the keys do in this list: only what it can do. */
export function useGridKeySheet({ selectable, opens, peeks, edits, hasMenus, hasHeader }: GridKeys): void {
  useRegionKeySheet(
    useMemo(() => {
      const all: [boolean, string, MessageKey][] = [
        [opens, 'Enter', 'keys.open'],
        [peeks, 'Space', 'keys.peek'],
        [edits, 'F2', 'keys.edit'],
        [hasMenus, 'shift+F10', 'keys.menu'],
        [selectable, 'x', 'keys.select'],
        [selectable, 'shift+↓', 'keys.range'],
        [selectable, 'ctrl+a', 'keys.selectAll'],
        [selectable, 'ctrl+c', 'keys.copy'],
        [true, 'ctrl+Home', 'keys.first'],
        [true, 'ctrl+End', 'keys.last'],
        [hasHeader, 'alt+→', 'keys.widen'],
        [hasHeader, 'alt+shift+→', 'keys.shift'],
      ];
      return { title: 'keys.inGrid', lines: all.flatMap(([is, hotkey, label]) => (is ? [{ hotkey, label }] : [])) };
    }, [selectable, opens, peeks, edits, hasMenus, hasHeader]),
  );
}
