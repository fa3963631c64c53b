import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, test, vi } from 'vitest';
import type { Job } from '@/shared/api/types';
import { job } from '@/testing/fixtures';
import { bulkJob, changeSet, conflict, undone, undoPreview } from '@/testing/mockBulk';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

afterEach(() => vi.unstubAllGlobals());

test('lists jobs and narrows them to mine', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => asked.push(request.url));
  const { user, router } = renderConsole('/t/northwind/all/jobs');
  expect(await screen.findByText('Import leeds.xlsx')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: 'Mine' }));
  await waitFor(() => expect(router.state.location.search).toBe('?whose=mine'));
  await waitFor(() => expect(asked.some((url) => url.includes('mine=true'))).toBe(true));
  await act(() => router.navigate('/t/northwind/all/jobs/j1'));
  const crumbs = await screen.findByRole('navigation', { name: 'Where this is' });
  expect(await within(crumbs).findByRole('link', { name: 'Jobs' })).toHaveAttribute('href', '/t/northwind/all/jobs?whose=mine&open=j1');
});

test('a job tells its progress, counters, grouped problems and files, and can be cancelled', async () => {
  const cancelled: string[] = [];
  server.use(
    http.get('*/jobs/:id', ({ params }) =>
      HttpResponse.json(job({ id: String(params['id']), artefacts: [{ id: 'f9', name: 'errors.csv', media_type: 'text/csv', size: 2_048, url: '' }] })),
    ),
    http.post('*/jobs/:id/cancel', ({ params }) => {
      cancelled.push(String(params['id']));
      return HttpResponse.json(job({ state: 'cancelled' }));
    }),
  );
  const { user } = renderConsole('/t/northwind/all/jobs/j1');
  expect(await screen.findByRole('heading', { name: 'Import inventory.csv' })).toBeInTheDocument();
  expect(screen.getByText('1,904 of 3,120 (61 %)')).toBeInTheDocument();
  expect(screen.getByText('1,700')).toBeInTheDocument();
  expect(await screen.findByText('The location Leads is not known.', { exact: false, selector: 'summary' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'errors.csv (2.0 KB)' })).toHaveAttribute('href', '/api/v1/files/f9/content?tenant=northwind');
  await user.click(screen.getByRole('button', { name: 'Cancel job' }));
  await waitFor(() => expect(cancelled).toEqual(['j1']));
});

test('retrying leads to the new job', async () => {
  server.use(
    http.get('*/jobs/j2', () => HttpResponse.json(job({ id: 'j2', state: 'failed', can_cancel: false, can_retry: true, message: 'The file ended early.' }))),
    http.post('*/jobs/:id/retry', () => HttpResponse.json(job({ id: 'j8' }))),
  );
  const { user, router } = renderConsole('/t/northwind/all/jobs/j2');
  expect(await screen.findByText('The file ended early.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Retry job' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs/j8'));
});

test('what a job did can be undone, and a cause opens what it met as a list with reasons, a file and the assets', async () => {
  const asked: string[] = [];
  server.use(
    http.get('*/jobs/j5', () => HttpResponse.json(job({ id: 'j5', title: 'Change name', state: 'partly_succeeded', can_cancel: false, change_set_id: 'cs5' }))),
    http.get('*/jobs/:id/problems', () =>
      HttpResponse.json({ items: [{ code: 'locked', message: 'The name is locked.', count: 22, of_assets: true, varies: false }], next_cursor: null }),
    ),
    http.get('*/jobs/:id/errors', ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('code') ?? '');
      const data = { asset_id: 'a7', tag: 'LT-0007', name: 'dell-7' };
      return HttpResponse.json({ items: [{ id: 'e7', item: 0, code: 'locked', message: 'The name is locked by Rob.', data }], next_cursor: null });
    }),
  );
  const { user, router } = renderConsole('/t/northwind/all/jobs/j5');
  expect(await screen.findByText('Audit entries')).toBeInTheDocument();
  expect(screen.getByText('Audit entries').closest('a')).toHaveAttribute('href', '/t/northwind/all/audit?job=j5');
  await user.click(await screen.findByText('Undo'));
  expect(await screen.findByText('Undo on 2 records')).toBeInTheDocument();
  await user.click(screen.getByText('Cancel'));
  await user.click(await screen.findByText('The name is locked.', { exact: false, selector: 'summary' }));
  await user.click(screen.getByText('Open all 22 as a list'));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs/j5/problems/locked'));
  expect(await screen.findByRole('link', { name: 'These as CSV' })).toHaveAttribute('href', expect.stringContaining('/jobs/j5/problems.csv?code=locked'));
  expect(await screen.findByText('LT-0007')).toBeInTheDocument();
  expect(screen.getByText('The name is locked by Rob.')).toBeInTheDocument();
  expect(asked.every((code) => code === 'locked')).toBe(true);
  await user.click(screen.getByText('Show these assets (22)'));
  await waitFor(() => expect(router.state.location.search).toBe('?only=s1&job=j5'));
});

test('what a bulk change left because others changed it meanwhile is decided on its page', async () => {
  server.use(
    http.get('*/jobs/b1', () => HttpResponse.json(bulkJob({ state: 'partly_succeeded', can_retry: true }))),
    http.get('*/jobs/:id/problems', () =>
      HttpResponse.json({ items: [{ code: 'changed_since_look', message: 'Status: Priya changed it since you looked.', count: 22, of_assets: true, varies: true }], next_cursor: null }),
    ),
    http.get('*/bulk/b1/conflicts', () => HttpResponse.json({ items: [], next_cursor: null, look: 'l1' })),
  );
  const { user } = renderConsole('/t/northwind/all/jobs/b1');
  expect(await screen.findByText('22 assets were left alone, because somebody changed them after the preview.')).toBeInTheDocument();
  await user.click(screen.getByText('Look and decide'));
  expect(await screen.findByRole('dialog', { name: /^Changed meanwhile/ })).toBeInTheDocument();
});

test('an undo that left what was changed since lists it, and overwrites only what is chosen', async () => {
  const sent: { id: string; body: unknown }[] = [];
  const left = { id: 'u5', kind: 'undo', title: 'Undo: Spring clean', state: 'partly_succeeded', can_retry: true, change_set_id: 'cs6' } as const;
  server.use(
    http.get('*/jobs/u5', () => HttpResponse.json(bulkJob({ ...left, counters: { total: 5, done: 2, skipped: 3, left: 3 } }))),
    http.get('*/jobs/:id/problems', () => HttpResponse.json({ items: [{ code: 'changed_since', message: 'Changed since: Name.', count: 3, of_assets: true, varies: false }], next_cursor: null })),
    http.get('*/change-sets/:id', ({ params }) => HttpResponse.json(params['id'] === 'cs6' ? changeSet({ id: 'cs6', origin: 'undo', undoes: 'cs9' }) : changeSet())),
    http.get('*/change-sets/cs9/undo', () => HttpResponse.json(undoPreview({ restorable: 0, restores: 0, changed_since: 3 }))),
    http.get('*/change-sets/cs9/conflicts', () => HttpResponse.json({ items: ['a1', 'a2', 'a3'].map((each) => conflict({ object_id: each, label: each })), next_cursor: null })),
    http.post('*/change-sets/:id/undo', async ({ params, request }) => {
      sent.push({ id: String(params['id']), body: await request.json() });
      return HttpResponse.json(undone(), { status: 202 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/jobs/u5');
  expect(await screen.findByText(/^3 records were left as they are, wholly or in part/)).toBeInTheDocument();
  // It would only be left again.
  expect(screen.queryByText('Retry what was left')).toBeNull();
  await user.click(screen.getByText('Look and decide'));
  const dialog = within(await screen.findByRole('dialog', { name: 'Undo: Spring clean' }));
  expect(await dialog.findByText('a3')).toBeInTheDocument();
  await user.click(dialog.getByRole('radio', { name: 'Choose field by field' }));
  await user.click(dialog.getByRole('checkbox', { name: 'Overwrite Name of a2' }));
  expect(sent).toEqual([]);
  await user.click(dialog.getByRole('button', { name: 'Undo on 1 record' }));
  await waitFor(() => expect(sent).toEqual([{ id: 'cs9', body: { conflicts: 'leave', force: [{ object_id: 'a2', field: 'name' }] } }]));
});

test('what was undone says so with the way forth, and the job of an undo is done again', async () => {
  server.use(
    http.get('*/jobs/b1', () => HttpResponse.json(bulkJob())),
    http.get('*/change-sets/cs6', () => HttpResponse.json(changeSet({ id: 'cs6', origin: 'undo', undoes: 'cs9' }))),
    http.get('*/change-sets/:id', () => HttpResponse.json(changeSet({ state: 'undone', can_undo: false, undone_by: { undo_id: 'u1', change_set_id: 'cs2', at: '2026-11-22T10:00:00Z', by: 'Priya Shah' } }))),
    http.get('*/undos/u1', () => HttpResponse.json(undone())),
    http.get('*/jobs/u5', () => HttpResponse.json(bulkJob({ id: 'u5', kind: 'undo', title: 'Undo: Spring clean', change_set_id: 'cs6' }))),
  );
  const { user, router } = renderConsole('/t/northwind/all/jobs/b1');
  expect(await screen.findByText(/by Priya Shah,/)).toBeInTheDocument();
  expect(screen.getByText('Redo')).toBeInTheDocument();
  expect(screen.queryByText('Undo')).toBeNull();
  await act(() => router.navigate('/t/northwind/all/jobs/u5'));
  expect(await screen.findByRole('heading', { name: 'Undo: Spring clean' })).toBeInTheDocument();
  await user.click(await screen.findByText('Redo'));
  expect(await screen.findByText('Redo on 2 records')).toBeInTheDocument();
});

test('a failed job says what to do next; one that changed nothing is not partly done, and offers nothing to undo', async () => {
  server.use(
    http.get('*/jobs/b7', () => HttpResponse.json(bulkJob({ id: 'b7', state: 'failed', can_retry: true, message: 'The same step failed 4 times.', counters: { total: 9, done: 4, pending: 5, changed: 4, unchanged: 0 } }))),
    http.get('*/jobs/b8', () => HttpResponse.json(bulkJob({ id: 'b8', state: 'partly_succeeded', counters: { total: 9, done: 0, skipped: 9 } }))),
    http.get('*/change-sets/:id', () => HttpResponse.json(changeSet({ objects: 0 }))),
  );
  const { router } = renderConsole('/t/northwind/all/jobs/b7');
  expect(await screen.findByText(/^Retrying goes on with what was not reached/)).toBeInTheDocument();
  expect(screen.getByText('b7')).toBeInTheDocument();
  expect(screen.getByText('Not reached')).toBeInTheDocument();
  expect(screen.queryByText('Unchanged')).toBeNull();
  await act(() => router.navigate('/t/northwind/all/jobs/b8'));
  expect(await screen.findByText('Nothing done')).toBeInTheDocument();
  expect(screen.queryByText('Undo')).toBeNull();
});

test('the list moves by itself: rows in their place, new jobs on top, nothing of others when narrowed to mine', async () => {
  const stream = fakeStream();
  let newest: Job[] = [];
  server.use(http.get('*/api/v1/jobs', () => HttpResponse.json({ items: [...newest, job({ id: 'j1' })], next_cursor: null })));
  renderConsole('/t/northwind/all/jobs?whose=mine');
  expect(await screen.findByText('1,904 / 3,120')).toBeInTheDocument();
  stream.tell(job({ id: 'j1', progress: { done: 2_500, total: 3_120 } }));
  expect(await screen.findByText('2,500 / 3,120')).toBeInTheDocument();
  stream.tell(job({ id: 'j1', progress: { done: 2_000, total: 3_120 } }));
  stream.tell(job({ id: 'j1', state: 'succeeded', progress: { done: 3_120, total: 3_120 }, message: '3,120 rows.' }));
  expect(await screen.findByText('3,120 rows.')).toBeInTheDocument();
  const later = { created_at: '2026-11-23T09:00:00Z', title: 'Change status of 300 assets', id: 'j9' };
  newest = [job(later)];
  stream.tell(job({ ...later, id: 'j8', started_by: { id: 'u7', label: 'Somebody else' } }));
  expect(screen.queryByText('Change status of 300 assets', { selector: '[role=grid] *' })).not.toBeInTheDocument();
  stream.tell(job(later));
  expect(await screen.findByText('Change status of 300 assets', { selector: '[role=grid] *' })).toBeInTheDocument();
  expect(stream.opened).toBe(1);
});

test('a job tells what it was started with, what happened to it, and that it is stopping', async () => {
  const at = '2026-11-22T09:00:01Z';
  server.use(
    http.get('*/jobs/j4', () =>
      HttpResponse.json(
        job({
          id: 'j4',
          kind: 'bulk.change',
          phase: 'changing',
          is_stopping: true,
          can_cancel: false,
          seconds_left: 130,
          inputs: { reason: 'Refresh <b>2026</b>', changes: 'status = retired' },
          links: { retry_of: '/api/v1/jobs/j0' },
          log: [
            { at, event: 'started', text: null, done: 0 },
            { at, event: 'phase', text: 'changing', done: 500 },
            { at, event: 'interrupted', text: null, done: 500 },
            { at, event: 'resumed', text: null, done: 500 },
            { at, event: 'cancel_asked', text: 'Ana', done: 1_904 },
          ],
        }),
      ),
    ),
  );
  renderConsole('/t/northwind/all/jobs/j4');
  expect(await screen.findByText('Stopping after the part it is at')).toBeInTheDocument();
  expect(screen.getByText('1,904 of 3,120 (61 %) · 2 minutes left')).toBeInTheDocument();
  expect(screen.getByText('Refresh <b>2026</b>')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Repeats an earlier job' })).toHaveAttribute('href', '/t/northwind/all/jobs/j0');
  const log = within(screen.getByRole('region', { name: 'What happened' })).getAllByRole('listitem');
  expect(log.map((line) => line.querySelector('span')?.textContent)).toEqual(['Started', 'Phase: Changing', 'Interrupted', 'Taken up again', 'Ana asked it to stop']);
});

/** Stands in for the browser's stream, which the test's document lacks. */
function fakeStream() {
  const listeners: ((event: MessageEvent<string>) => void)[] = [];
  const told = { opened: 0, tell: (moved: Job) => act(() => listeners.forEach((each) => each(new MessageEvent('job', { data: JSON.stringify(moved) })))) };
  vi.stubGlobal(
    'EventSource',
    class {
      constructor() {
        told.opened += 1;
      }
      addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
        if (name === 'job') listeners.push(listener);
      }
      close(): void {
        listeners.length = 0;
      }
    },
  );
  return told;
}
