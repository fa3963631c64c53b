import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { UndoPreview } from '@/shared/api/types';
import { undoPreview } from '@/testing/mockBulk';
import { historyEntry, moment } from '@/testing/mockHistory';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const OPEN = '/t/northwind/all/assets/a4';

const renamed = historyEntry({ changes: [{ field: 'name', label: 'Name', before: 'old-name', after: 'middle-name' }] });

/** Bodies of what is sent to a path that ends so. */
function sentTo(ending: string): unknown[] {
  const sent: unknown[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.method === 'POST' && request.url.endsWith(ending)) void request.clone().json().then((body) => sent.push(body));
  });
  return sent;
}

test('edits, imports and what sources said stand in one line through time', async () => {
  renderConsole(`${OPEN}?tab=history`);
  const newest = await screen.findByText('Screen replaced');
  const told = [...(newest.closest('ol')?.children ?? [])].map((entry) => entry.textContent);
  expect(told[0]).toMatch(/Changed by Rob Bell.*In the console · Screen replaced.*Statusbefore In repair→after Deployed/);
  expect(told[1]).toMatch(/Reported by Datto RMM.*From an import · Show the job.*Datto RMM also reported one value that changed nothing/);
  expect(told[2]).toMatch(/Created by System/);
});

test('the history is narrowed to an origin, and widened again', async () => {
  const { user } = renderConsole(`${OPEN}?tab=history`);
  await user.click(await screen.findByText('Filter'));
  await user.click(await screen.findByLabelText('From where', { selector: 'input' }));
  await user.click(await screen.findByText('From an import', { selector: '[role="option"] *' }));
  await waitFor(() => expect(screen.queryByText('Screen replaced')).toBeNull());
  await user.click(screen.getByLabelText('Clear the filter'));
  expect(await screen.findByText('Screen replaced')).toBeInTheDocument();
});

test('one value goes back with a click, and that can be undone', async () => {
  const sent = sentTo('/restore');
  const { user } = renderConsole(`${OPEN}?tab=history`);
  await user.click(await screen.findByLabelText('Set Status back to In repair'));
  expect(await screen.findByText(/^Status of .* as on/)).toBeInTheDocument();
  expect(screen.getByText('Undo')).toBeInTheDocument();
  expect(sent).toEqual([{ at: '2026-11-22T09:40:00.000001Z', fields: ['status'] }]);
});

test('a value that was changed again since goes back only after a look at it', async () => {
  const sent = sentTo('/restore');
  server.use(http.get('*/assets/:id/history', () => HttpResponse.json({ items: [renamed], next_cursor: null })));
  const { user } = renderConsole(`${OPEN}?tab=history`);
  await user.click(await screen.findByRole('button', { name: 'Set Name back to old-name' }));
  const dialog = within(await screen.findByRole('dialog'));
  const row = await dialog.findByRole('row', { name: /Name/ });
  expect(row).toHaveTextContent(/^Nameold-namedell-1Sam Lee · /);
  expect(dialog.queryByRole('checkbox')).toBeNull();
  expect(dialog.getAllByRole('row')).toHaveLength(2);
  expect(sent).toEqual([]);
  await user.click(dialog.getByRole('button', { name: 'Restore 1 field' }));
  await waitFor(() => expect(sent).toEqual([{ at: renamed.before_at, fields: ['name'] }]));
  expect(await screen.findByText(/^Name of .* as on/)).toBeInTheDocument();
});

/** "Undo it on this asset only" of the newest entry, and what is asked and sent by it. */
async function undoHere(preview: Partial<UndoPreview>) {
  const asked: (string | null)[] = [];
  server.use(
    http.get('*/change-sets/s2/undo', ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('object'));
      return HttpResponse.json(undoPreview({ objects: 1, ...preview }));
    }),
  );
  const sent = sentTo('/change-sets/s2/undo');
  const { user } = renderConsole(`${OPEN}?tab=history`);
  const [first] = await screen.findAllByLabelText(/^More about the change of/);
  if (first === undefined) throw new Error('no entry');
  await user.click(first);
  expect(await screen.findByRole('menuitem', { name: 'Undo this change of 3 records' })).toBeInTheDocument();
  await user.click(await screen.findByRole('menuitem', { name: 'Undo it on this asset only' }));
  return { user, asked, sent };
}

test('a change of several records is undone on this one alone', async () => {
  const { asked, sent } = await undoHere({ restores: 1, restorable: 1, changed_since: 0, blocked: 0, hidden: 0, conflicts: [] });
  await waitFor(() => expect(sent).toEqual([{ conflicts: 'leave', objects: ['a4'] }]));
  expect(asked).toEqual(['a4']);
});

test('what was changed on this one since is looked at before it is undone here', async () => {
  const { user, sent } = await undoHere({ restores: 0, restorable: 0, changed_since: 1, blocked: 0, hidden: 0 });
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(await dialog.findByRole('radio', { name: 'Overwrite all of them' }));
  expect(sent).toEqual([]);
  await user.click(dialog.getByRole('button', { name: 'Undo on 1 record' }));
  await waitFor(() => expect(sent).toEqual([{ conflicts: 'force', objects: ['a4'] }]));
});

test('what cannot be undone says why', async () => {
  server.use(
    http.get('*/change-sets/:id', () => HttpResponse.json({ id: 's2', can_undo: false, why_not: 'Priya Shah has undone this already.', objects: 1 })),
  );
  const { user } = renderConsole(`${OPEN}?tab=history`);
  const [first] = await screen.findAllByLabelText(/^More about the change of/);
  if (first === undefined) throw new Error('no entry');
  await user.click(first);
  expect(await screen.findByText('Priya Shah has undone this already.')).toBeInTheDocument();
});

test('the asset as of a moment is read-only, marks what is different now, and leads back', async () => {
  const { user, router } = renderConsole(`${OPEN}?at=2026-11-01T00:00:00Z`);
  expect(await screen.findByText(/^As of 1 Nov 2026|^As of Nov 1, 2026/)).toBeInTheDocument();
  expect(await screen.findByText('old-name')).toBeInTheDocument();
  expect(screen.getByText('old-name').closest('dd')).toHaveTextContent(/^old-namenow /);
  expect(screen.queryByLabelText('Edit Name')).toBeNull();
  await user.click(screen.getByText('Back to now'));
  expect(router.state.location.search).toBe('');
  expect(await screen.findByLabelText('Edit Name')).toBeInTheDocument();
});

test('before it was there is said so', async () => {
  server.use(http.get('*/assets/:id/as-of', () => HttpResponse.json(moment({ exists: false, type: null, values: {} }))));
  renderConsole(`${OPEN}?at=2020-01-01T00:00:00Z`);
  expect(await screen.findByText('The asset was not in the register then')).toBeInTheDocument();
  expect(screen.queryByText('Restore…')).toBeNull();
});

test('restoring asks which fields go back', async () => {
  const sent = sentTo('/restore');
  const { user } = renderConsole(`${OPEN}?at=2026-11-01T00:00:00Z`);
  await user.click(await screen.findByText('Restore…'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText('Restore the whole asset')).toBeInTheDocument();
  await user.click(dialog.getByLabelText('Restore Status'));
  await user.click(dialog.getByText('Restore 1 field'));
  await waitFor(() => expect(sent).toEqual([{ at: '2026-11-01T00:00:00Z', fields: ['name'] }]));
});

test('two moments are compared field by field', async () => {
  const { user } = renderConsole(`${OPEN}?tab=history`);
  await user.click(await screen.findByText('Compare…'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText('2 fields differ')).toBeInTheDocument();
  expect(dialog.getByText('old-name').closest('tr')).toHaveTextContent('Nameold-namedell-1');
});
