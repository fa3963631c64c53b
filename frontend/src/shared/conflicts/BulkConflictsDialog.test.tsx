import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { AssetConflicts, Job } from '@/shared/api/types';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { context } from '@/testing/mockApi';
import { bulkJob } from '@/testing/mockBulk';
import { renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import { BulkConflictsDialog } from './BulkConflictsDialog';

const field = { field: 'location', label: 'Location', seen: 'l1', seen_label: 'Leeds', now: 'l2', now_label: 'Hull <b>', wanted: null, wanted_label: null, by: 'Priya Shah', at: '2026-11-22T09:00:00Z' };
const status = { ...field, field: 'status', label: 'Status', seen: 'deployed', seen_label: null, now: 'retired', now_label: null, wanted: 'in_repair' };
const asset = (id: string, more: Partial<AssetConflicts> = {}): AssetConflicts => ({ asset_id: id, tag: id.toUpperCase(), name: 'dell', client_id: 'c0', client: 'Acme Ltd', fields: [field, status], ...more });

/** Pages as they come, each after the cursor of the one before. */
function opened(...pages: readonly AssetConflicts[][]) {
  const sent: unknown[] = [];
  server.use(
    http.get('*/api/v1/bulk/b1/conflicts', ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get('cursor') ?? 0);
      return HttpResponse.json({ items: pages[page], next_cursor: page + 1 < pages.length ? String(page + 1) : null, look: `look${String(page)}` });
    }),
    http.post('*/api/v1/jobs/b1/retry', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(bulkJob({ id: 'b2' }), { status: 202 });
    }),
  );
  const started: Job[] = [];
  let closed = 0;
  const view = renderPart(
    <TenantScopeProvider context={context} clientSegment="all">
      <BulkConflictsDialog job={bulkJob()} onStarted={(job) => started.push(job)} onClose={() => (closed += 1)} />
    </TenantScopeProvider>,
  );
  return { ...view, sent, started, closed: () => closed };
}

test('both values are shown with names, who and when, and are left as they are unless somebody says otherwise', async () => {
  const { user, sent, closed } = opened([asset('a0')]);
  const dialog = within(await screen.findByRole('dialog', { name: 'Changed meanwhile: Change status of 3 assets' }));
  const row = (await dialog.findByText('Hull <b>')).closest('tr');
  expect(row).toHaveTextContent('A0 dellLocationLeedsHull <b>Priya Shah');
  expect(dialog.getByText('Retired').closest('tr')).toHaveTextContent('StatusDeployedRetired');
  expect(dialog.getByText('Retired').closest('tr')).toHaveTextContent('In repair');
  expect(dialog.getByRole('radio', { name: 'Leave them as they are now' })).toBeChecked();
  await user.keyboard('{Enter}');
  expect(closed()).toBe(1);
  expect(sent).toEqual([]);
});

test('only the chosen ones are overwritten, with the keyboard, and as they were looked at', async () => {
  const { user, sent, started } = opened([asset('a0')], [], [asset('a1')]);
  const pick = await screen.findByRole('radio', { name: 'Choose which to overwrite' });
  screen.getByRole('radio', { name: 'Leave them as they are now' }).focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(pick).toBeChecked();
  expect(screen.getByText('Overwrite 0 assets').closest('button')).toHaveAttribute('aria-disabled', 'true');
  // An asset is ticked once, however many of its fields were changed; an empty page is not the last one.
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await user.click(await screen.findByRole('button', { name: 'Show more' }));
  const box = await screen.findByRole('checkbox', { name: 'Overwrite A1 dell' });
  expect(screen.getAllByRole('checkbox')).toHaveLength(3);
  box.focus();
  await user.keyboard(' ');
  await user.click(screen.getByRole('button', { name: 'Overwrite 1 asset' }));
  await waitFor(() => expect(started.map((job) => job.id)).toEqual(['b2']));
  expect(sent).toEqual([{ conflicts: 'overwrite', look: 'look0', items: ['a1'] }]);
});

test('overwriting all needs no ticks; what is settled meanwhile needs no decision', async () => {
  const first = opened([asset('a0'), asset('a1')]);
  await first.user.click(await screen.findByRole('radio', { name: 'Overwrite all of them' }));
  await first.user.click(screen.getByRole('button', { name: 'Overwrite 2 assets' }));
  await waitFor(() => expect(first.sent).toEqual([{ conflicts: 'overwrite', look: 'look0', items: [] }]));
  first.unmount();
  opened([], []);
  expect(await screen.findByText(/^There is nothing left to decide/)).toBeInTheDocument();
  expect(screen.queryByRole('radio')).toBeNull();
});
