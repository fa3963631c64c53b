import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, etagOf, unwrap, unwrapTagged } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';

export type MergeProposal = components['schemas']['MergeProposal'];
export type MergeAsset = MergeProposal['assets'][number];
export type MergeField = MergeProposal['fields'][number];

export const MOST_MERGED = 20;

/** What merging would come to, the survivor first. */
export const mergeProposalQuery = (tenant: string, survivor: string, others: readonly string[]) =>
  queryOptions({
    queryKey: ['tenant', tenant, 'merge', survivor, ...others] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/assets/{id}/merge', { params: { path: { id: survivor }, query: { with: [...others] } }, signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

interface Merging {
  survivor: MergeAsset;
  others: readonly string[];
  fields: Readonly<Record<string, string>>;
  reason: string;
}

/** Refused when the survivor was changed since it was shown. */
export const useMergeAssets = () =>
  useMutation({
    mutationFn: ({ survivor, others, fields, reason }: Merging) =>
      unwrapTagged(
        api.POST('/assets/{id}/merge', {
          params: { path: { id: survivor.id }, header: { 'If-Match': etagOf(survivor.version) } },
          body: { assets: [...others], fields: { ...fields }, ...(reason === '' ? {} : { reason }) },
        }),
      ),
  });
