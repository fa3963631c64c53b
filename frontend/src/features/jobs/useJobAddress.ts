import { useMemo, useState } from 'react';
import type { Job, JobState } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';
import type { ListAddress } from '@/shared/views/useListAddress';

export const STATES: readonly JobState[] = ['queued', 'running', 'succeeded', 'partly_succeeded', 'failed', 'cancelled', 'interrupted'];
export const KINDS = [
  'import',
  'import.examine',
  'import.recheck',
  'observations',
  'intake.reviews',
  'assets.export',
  'bulk.change',
  'undo',
  'restore',
  'audit.export',
  'audit.verify',
] as const;
const HOUR_MS = 3_600_000;
const HOURS = { day: 24, week: 168, month: 720 } as const;
export const TIMES = ['day', 'week', 'month'] as const;
export const JOB_PARTS = ['state', 'kind', 'time', 'whose'] as const;
export type Whose = 'mine' | 'client' | 'all';

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | null => known.find((each) => each === text) ?? null;

/** What the list of jobs shows stands in the address. Below a client it is that client's unless asked otherwise. */
export function useJobAddress(list: ListAddress) {
  const { client, context } = useTenant();
  const [arrived] = useState(() => Date.now());
  const state = oneOf(STATES, list.get('state'));
  const kind = oneOf(KINDS, list.get('kind'));
  const time = oneOf(TIMES, list.get('time'));
  const choices: readonly Whose[] = client === null ? ['mine', 'all'] : ['mine', 'client', 'all'];
  const whose = oneOf(choices, list.get('whose')) ?? (client === null ? 'all' : 'client');
  const clientId = whose === 'client' ? client?.id : undefined;
  const from = time === null ? undefined : new Date(arrived - HOURS[time] * HOUR_MS).toISOString();

  const query = useMemo(
    () => ({
      ...(clientId === undefined ? {} : { client: clientId }),
      ...(whose === 'mine' ? { mine: true } : {}),
      ...(kind === null ? {} : { kind }),
      ...(state === null ? {} : { state: [state] }),
      ...(from === undefined ? {} : { from }),
    }),
    [clientId, whose, kind, state, from],
  );
  const holds = useMemo(
    () =>
      (job: Job): boolean =>
        (clientId === undefined || job.client_id === clientId) &&
        (whose !== 'mine' || job.started_by.id === context.user.id) &&
        (kind === null || job.kind === kind) &&
        (state === null || job.state === state),
    [clientId, whose, kind, state, context.user.id],
  );
  return {
    /** The one somebody comes back from. */
    open: list.get('open'),
    state,
    kind,
    time,
    whose,
    choices,
    query,
    /** Whether a job that begins now belongs to the list. */
    holds,
    isNarrowed: state !== null || kind !== null || time !== null || whose === 'mine',
    set: (key: (typeof JOB_PARTS)[number], value: string | null): void => list.set({ [key]: value }),
    clear: () => list.set({ state: null, kind: null, time: null, whose: client === null ? null : 'all', open: null }),
  };
}
