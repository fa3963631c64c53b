import type { ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useRegistered, type Action, type SearchProvider } from './registry';

export interface PaletteItem {
  id: string;
  label: string;
  detail?: string | undefined;
  icon?: ReactNode;
  hotkey?: string | undefined;
  perform: () => void;
}

export interface PaletteGroup {
  label: string;
  items: PaletteItem[];
}

const COMMAND_PREFIX = '>';

interface PaletteResults {
  groups: PaletteGroup[];
  searching: boolean;
  /** Whether what is shown answers what is typed now, so that Enter means what it says. */
  settled: boolean;
  failed: boolean;
}

export function usePaletteResults(text: string): PaletteResults {
  const t = useT();
  const { actions, providers } = useRegistered();
  const typed = text.trim();
  const [settled] = useDebouncedValue(typed, 120);
  const commandsOnly = typed.startsWith(COMMAND_PREFIX);
  // What a page offers comes after the shell's own, and wins while the page is open.
  const prefixed = providers.findLast((provider) => provider.prefix !== undefined && typed.startsWith(provider.prefix));
  const asked = commandsOnly ? [] : prefixed !== undefined ? [prefixed] : providers.filter((provider) => provider.onDemand !== true);
  const needle = settled.slice(prefixed?.prefix?.length ?? 0).trim();

  const answers = useQueries({
    queries: asked.map((provider) => ({
      queryKey: ['palette', provider.id, needle],
      queryFn: ({ signal }: { signal: AbortSignal }) => provider.search(needle, signal),
      enabled: needle.length > 1 || /^\d/.test(needle) || prefixed !== undefined,
      // An answer stays until the next one is there: a click must not fall between the two.
      placeholderData: keepPreviousData,
      staleTime: 10_000,
      retry: false,
    })),
  });

  const commands = prefixed === undefined ? matchingActions(actions, typed.replace(/^>\s*/, '')) : [];
  const found = asked.flatMap((provider, place) => hitsOf(provider, answers[place]?.data));
  const commandGroup = { label: t('palette.commands'), items: commands };
  const groups = [...found, commandGroup].filter((group) => group.items.length > 0);
  const searching = answers.some((answer) => answer.isFetching);
  return {
    groups,
    searching,
    settled: asked.length === 0 || (settled === typed && !searching),
    failed: answers.some((answer) => answer.isError),
  };
}

type Hits = Awaited<ReturnType<SearchProvider['search']>>;

function hitsOf(provider: SearchProvider, hits: Hits | undefined): PaletteGroup[] {
  if (hits === undefined) return [];
  return [{ label: provider.label, items: hits.map((hit) => ({ ...hit, id: `${provider.id}:${hit.id}` })) }];
}

function waysToDo({ id, label, hotkey, icon, choices, perform }: Action): PaletteItem[] {
  if (choices === undefined) return [{ id, label, hotkey, icon, perform }];
  return choices.map((choice) => ({ id: `${id}.${choice.id}`, label: `${label}: ${choice.label}`, icon, perform: choice.perform }));
}

function matchingActions(actions: readonly Action[], text: string): PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return actions
    .filter((action) => action.blocked === undefined)
    .flatMap(waysToDo)
    .filter((way) => words.every((word) => way.label.toLowerCase().includes(word)));
}
