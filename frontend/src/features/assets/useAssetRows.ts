import { useEffect, useMemo, useState } from 'react';
import { noop, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FilterToken } from '@/shared/api/types';
import { useGridRows } from '@/shared/grid/useGridRows';
import { useTenant } from '@/shared/session/tenant';
import { assetSource, parsedFilterQuery } from './api/assetQueries';

const NO_TOKENS: readonly FilterToken[] = [];

/** The filter of the address, checked: while it is wrong the last good rows stay. */
export function useCheckedFilter(text: string) {
  const { slug } = useTenant();
  const parsed = useQuery(parsedFilterQuery(slug, text));
  const [lastGood, setLastGood] = useState<string | null>(null);
  const mistakes = parsed.data?.errors ?? [];
  const settled = text === '' || parsed.data !== undefined || parsed.isError;
  const good = text === '' || (settled && mistakes.length === 0);
  const canonical = text === '' ? '' : (parsed.data?.canonical ?? text);
  if (good && lastGood !== canonical) setLastGood(canonical);
  return {
    tokens: text === '' ? NO_TOKENS : (parsed.data?.tokens ?? NO_TOKENS),
    errors: text === '' ? [] : mistakes.map((mistake) => withSuggestion(mistake.message, mistake.suggestion)),
    canonical: good ? canonical : null,
    /** What rows are asked for, spelt in one way; null until the first filter is known to be good. */
    effective: good ? canonical : lastGood,
    wrong: mistakes.length > 0,
  };
}

const withSuggestion = (message: string, suggestion: string | null | undefined): string =>
  suggestion === null || suggestion === undefined || message.includes(suggestion) ? message : `${message} (${suggestion}?)`;

/** Writes the filter of the address as the server spells it; tokens of the new spelling are had first, so that none flickers. */
export function useCanonicalFilter(text: string, canonical: string | null, write: (from: string, to: string) => void): void {
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  useEffect(() => {
    if (canonical === null || canonical === '' || canonical === text) return;
    void queryClient.query({ ...parsedFilterQuery(slug, canonical), staleTime: 'static' }).then(() => write(text, canonical), noop);
  }, [queryClient, slug, text, canonical, write]);
}

/** Rows for a filter known to be good; until one is, nothing is asked for. */
export function useAssetRows(filter: string, sort: string, columns: readonly string[], ready: boolean, only: string | null, asOf: string | null) {
  const { slug, client } = useTenant();
  const source = useMemo(
    () =>
      ready
        ? assetSource({ tenant: slug, client: client?.id, filter, sort, only, asOf }, columns)
        : { key: 'waiting', window: () => new Promise<never>(() => undefined) },
    [slug, client, filter, sort, columns, ready, only, asOf],
  );
  return useGridRows(source);
}
