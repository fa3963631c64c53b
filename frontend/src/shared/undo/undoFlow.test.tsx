import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { translate } from '@/shared/i18n/i18n';
import { job } from '@/testing/fixtures';
import { undoPreview } from '@/testing/mockBulk';
import { renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import { undoRead } from '@/testing/undoFixtures';
import type { Undoable } from './undoApi';
import { undoFlow } from './undoFlow';

const RENAMING: Undoable = { changeSet: 'cs1', what: 'the renaming' };

function started() {
  const undone: string[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.method === 'POST') undone.push(new URL(request.url).pathname.replace('/api/v1/change-sets/', ''));
  });
  const asked: Undoable[] = [];
  return { ...renderPart(null), flow: undoFlow(translate, (target) => asked.push(target)), undone, asked };
}

test('what was changed is undone from its toast, and done again from the next', async () => {
  const { user, flow, undone } = started();
  flow.offer('Saved.', RENAMING);
  await user.click(await screen.findByText('Undo'));
  await user.click(await screen.findByText('Redo'));
  expect(await screen.findByText('Done again: the renaming')).toBeInTheDocument();
  expect(undone).toEqual(['cs1/undo', 'cs2/undo']);
});

test('what was undone before this page was loaded can be done again', async () => {
  const { flow, undone } = started();
  await flow.redoLast();
  expect(await screen.findByText(/^Done again: /)).toBeInTheDocument();
  expect(undone).toHaveLength(1);
  server.use(http.get('*/api/v1/change-sets/last-undone', () => HttpResponse.json(null)));
  await flow.redoLast();
  expect(await screen.findByText('There is nothing to redo.')).toBeInTheDocument();
  expect(undone).toHaveLength(1);
});

test('what was changed since is asked about before anything is written', async () => {
  server.use(http.get('*/api/v1/change-sets/:id/undo', () => HttpResponse.json(undoPreview({ changed_since: 1 }))));
  const { flow, undone, asked } = started();
  await flow.undo(RENAMING);
  expect(asked).toEqual([RENAMING]);
  expect(undone).toEqual([]);
});

test('a refusal is told in its own words', async () => {
  const title = 'Priya has undone this already.';
  server.use(http.post('*/api/v1/change-sets/:id/undo', () => HttpResponse.json({ title, code: 'already_undone' }, { status: 409 })));
  const { flow } = started();
  await flow.undo(RENAMING);
  await waitFor(() => expect(screen.getByText(title)).toBeInTheDocument());
});

test('a large one that turns out to have been in vain says so, and offers nothing to redo', async () => {
  const message = 'Nothing was undone: 2,000,000 left, because they were changed since.';
  const ended = job({ state: 'partly_succeeded', message, counters: { done: 0, left: 2_000_000 }, change_set_id: 'cs2' });
  server.use(
    http.post('*/api/v1/change-sets/:id/undo', () => HttpResponse.json({ ...undoRead, state: 'running', job_id: 'j1' }, { status: 202 })),
    http.get('*/api/v1/jobs/:id', () => HttpResponse.json(ended)),
  );
  const { flow } = started();
  await flow.run(RENAMING, { conflicts: 'leave' });
  expect(await screen.findByText(`the renaming: ${message}`)).toBeInTheDocument();
  expect(screen.queryByText('Redo')).toBeNull();
});
