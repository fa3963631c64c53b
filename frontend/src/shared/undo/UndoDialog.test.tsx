import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { UndoPreview, UndoWish } from '@/shared/api/types';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { context } from '@/testing/mockApi';
import { conflict, undoPreview } from '@/testing/mockBulk';
import { renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import type { Undoable } from './undoApi';
import { UndoDialog } from './UndoDialog';

function opened(preview: Partial<UndoPreview>) {
  server.use(http.get('*/api/v1/change-sets/:id/undo', () => HttpResponse.json(undoPreview(preview))));
  const wishes: UndoWish[] = [];
  const asked: Undoable[] = [];
  const run = (wish: UndoWish): Promise<void> => {
    wishes.push(wish);
    return Promise.resolve();
  };
  const view = renderPart(
    <TenantScopeProvider context={context} clientSegment="all">
      <UndoDialog target={{ changeSet: 'cs1', what: 'Spring clean' }} onRun={run} onClose={() => undefined} onInstead={(target) => asked.push(target)} />
    </TenantScopeProvider>,
  );
  return { ...view, wishes, asked };
}

test('all that was changed since can be read to the end, and chosen from any page, by keyboard', async () => {
  const pages = new Map([
    ['', { items: [conflict({ object_id: 'a0', label: 'dell-00000' })], next_cursor: 'c1' }],
    ['c1', { items: [conflict({ object_id: 'a1', label: 'hp-07919' }), conflict({ object_id: 'a1', label: 'hp-07919', field: 'notes', field_label: 'Notes' })], next_cursor: null }],
  ]);
  server.use(http.get('*/api/v1/change-sets/:id/conflicts', ({ request }) => HttpResponse.json(pages.get(new URL(request.url).searchParams.get('cursor') ?? ''))));
  const { user, wishes } = opened({ objects: 2, restorable: 0, restores: 0, changed_since: 2 });
  await user.click(await screen.findByRole('radio', { name: 'Choose field by field' }));
  const more = await screen.findByRole('button', { name: 'Show more' });
  more.focus();
  await user.keyboard('{Enter}');
  const last = await screen.findByRole('checkbox', { name: 'Overwrite Notes of hp-07919' });
  await waitFor(() => expect(screen.getByRole('region', { name: 'Changed since' })).toHaveFocus());
  last.focus();
  await user.keyboard(' ');
  expect(screen.getByText('1 field is overwritten, the others stay as they are now.')).toBeInTheDocument();
  await user.click(screen.getByRole('checkbox', { name: 'Overwrite all that are shown' }));
  await user.click(screen.getByRole('button', { name: 'Undo on 2 records' }));
  expect(wishes[0]?.force).toHaveLength(3);
});

test('some of the records show what each field is and becomes, and which come or go whole', async () => {
  const of = (object_id: string, label: string, action: 'change' | 'remove' | 'restore') => ({ object_id, noun: 'asset', label, action, changes: [] });
  const moved = { field: 'client', label: 'Client', now: 'c1', now_label: 'Globex', then: 'c0', then_label: 'Acme Ltd' };
  const status = { field: 'status', label: 'Status', now: 'in_stock', now_label: null, then: null, then_label: null };
  opened({ samples: [{ ...of('a1', 'WS-<b>1', 'change'), changes: [moved, status] }, of('a2', 'WS-2', 'remove'), of('a3', 'WS-3', 'change')] });
  const table = await screen.findByRole('table', { name: 'Some of them' });
  await waitFor(() => expect(screen.getByRole('row', { name: 'Status In stock nothing' })).toBeInTheDocument());
  expect(screen.getByRole('row', { name: 'WS-<b>1 Client Globex Acme Ltd' })).toBeInTheDocument();
  expect(screen.getByRole('row', { name: 'WS-2 Goes' })).toBeInTheDocument();
  expect(table).not.toHaveTextContent('WS-3');
});

test('where nothing can be brought back it says why, and offers nothing else', async () => {
  const reasons = [{ code: 'taken', message: 'The tag is used by another asset now.', count: 1 }];
  const why_not = 'Nothing of this can go back.';
  opened({ objects: 1, restorable: 0, restores: 0, changed_since: 0, blocked: 1, reasons, can_undo: false, why_not });
  expect(await screen.findByText(why_not)).toBeInTheDocument();
  expect(screen.getByText(/The tag is used by another asset now\./)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
  expect(screen.getByText('Close').closest('button')).toBeInTheDocument();
});

test('where all was changed since, leaving it means that there is nothing to do', async () => {
  const { user, wishes } = opened({ objects: 2, restorable: 0, restores: 0, changed_since: 2 });
  expect(await screen.findByText(/^All of it was changed again since/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(wishes).toEqual([]);
  await user.click(screen.getByRole('radio', { name: 'Overwrite all of them' }));
  await user.click(screen.getByRole('button', { name: 'Undo on 2 records' }));
  expect(wishes).toEqual([{ conflicts: 'force' }]);
});

test('left as they are, only what nobody touched since is undone, and the button counts no more', async () => {
  const { user } = opened({ objects: 5, restorable: 3, restores: 3, changed_since: 2 });
  expect(await screen.findByRole('button', { name: 'Undo on 3 records' })).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: 'Overwrite all of them' }));
  expect(screen.getByRole('button', { name: 'Undo on 5 records' })).toBeInTheDocument();
});

test('what came later is said to stand in the way, and goes by itself first or by the same press', async () => {
  const later = [{ change_set_id: 'cs2', at: '2026-11-28T09:00:00Z', by: 'Rob Bell', reason: 'Merge LT-2 into LT-3' }];
  const { user, wishes, asked } = opened({ objects: 3, restorable: 3, restores: 0, changed_since: 0, later });
  expect(await screen.findByText('“Merge LT-2 into LT-3” came later and has to be undone first')).toBeInTheDocument();
  expect(screen.getByText(/^By Rob Bell, /)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Look at that one' }));
  expect(asked).toEqual([{ changeSet: 'cs2', what: 'Merge LT-2 into LT-3' }]);
  expect(wishes).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Undo all 2 together' }));
  expect(wishes).toEqual([{ conflicts: 'force' }]);
});
