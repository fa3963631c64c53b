import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { UndoPreview, UndoWish } from '@/shared/api/types';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { context } from '@/testing/mockApi';
import { conflict, undoPreview } from '@/testing/mockBulk';
import { renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import { UndoDialog } from './UndoDialog';

function opened(preview: Partial<UndoPreview>) {
  server.use(http.get('*/api/v1/change-sets/:id/undo', () => HttpResponse.json(undoPreview(preview))));
  const wishes: UndoWish[] = [];
  const run = (wish: UndoWish): Promise<void> => {
    wishes.push(wish);
    return Promise.resolve();
  };
  const view = renderPart(
    <TenantScopeProvider context={context} clientSegment="all">
      <UndoDialog target={{ changeSet: 'cs1', what: 'Spring clean' }} onRun={run} onClose={() => undefined} />
    </TenantScopeProvider>,
  );
  return { ...view, wishes };
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
