import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { catalogue } from '@/testing/fixtures';
import { context } from '@/testing/mockApi';
import { bulkJob, bulkPreview, conflict, selectionToken, undone, undoPreview } from '@/testing/mockBulk';
import { renderConsole, renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import { BulkDialog } from './BulkDialog';

const ASSETS = '/t/northwind/all/assets';

/** Bodies and paths of what is written, as it comes. */
function writes(): { path: string; body: unknown }[] {
  const sent: { path: string; body: unknown }[] = [];
  for (const path of ['/bulk', '/change-sets/:id/undo']) {
    server.use(
      http.post(`*/api/v1${path}`, async ({ request }) => {
        sent.push({ path: new URL(request.url).pathname.replace('/api/v1', ''), body: await request.clone().json() });
        return undefined;
      }),
    );
  }
  return sent;
}

async function selected(keys: string) {
  const view = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  document.querySelector<HTMLElement>('[data-row-index="0"] [data-col-id="name"]')?.focus();
  await view.user.keyboard(keys);
  await screen.findByLabelText('Selection');
  return view;
}

const THREE = 'x{Shift>}{ArrowDown}{ArrowDown}{/Shift}';

test('says what a change does to the frozen selection, and does exactly that', async () => {
  const sent = writes();
  let started: string | null = null;
  const { user } = renderPart(
    <TenantScopeProvider context={context} clientSegment="all">
      <BulkDialog
        token={selectionToken()}
        preset={{}}
        catalogue={catalogue}
        onStarted={(job) => {
          started = job.id;
        }}
        onClose={() => undefined}
      />
    </TenantScopeProvider>,
  );
  const dialog = await screen.findByRole('dialog', { name: 'Change 3 assets' });
  expect(within(dialog).getByText('Change 3 assets', { selector: 'button *' }).closest('button')).toHaveAttribute('aria-disabled', 'true');
  await user.click(within(dialog).getByLabelText('Field', { selector: 'input' }));
  await user.click(await screen.findByText('Status'));
  await user.click(within(dialog).getByLabelText('Status', { selector: 'input' }));
  await user.click(await screen.findByText('In repair'));
  expect(await within(dialog).findByText('AST-000001 dell-00000')).toBeInTheDocument();
  expect(within(dialog).getByLabelText('Preview')).toHaveTextContent('2 change · 1 is so already · 0 blocked');
  await user.click(within(dialog).getByLabelText(/^Reason/));
  await user.paste('Spring clean');
  await user.click(await within(dialog).findByText('Change 2 assets'));
  await waitFor(() => expect(started).toBe('b1'));
  expect(sent[0]?.body).toEqual({
    selection: 's1',
    operation: { kind: 'edit', edits: [{ action: 'set', field: 'status', value: 'in_repair' }] },
    reason: 'Spring clean',
    confirmed_count: null,
    look: 'l1',
  });
});

test('what is typed while the dialog is on its way goes into it, and is no command', async () => {
  const { user } = await selected('x');
  await user.keyboard('etat');
  const field = await screen.findByRole('combobox', { name: 'Field' });
  await waitFor(() => expect(field).toHaveValue('tat'));
  expect(screen.getAllByRole('dialog')).toHaveLength(1);
});

test('deleting asks for the number, and only the right one lets it through', async () => {
  const left = bulkJob({ title: 'Delete 3 assets', state: 'partly_succeeded', counters: { changed: 2, skipped: 1 } });
  server.use(
    http.post('*/api/v1/bulk/preview', () => HttpResponse.json(bulkPreview({ confirm: 'typed', changing: 3, unchanged: 0 }))),
    http.post('*/api/v1/bulk', () => HttpResponse.json({ job: left, change_set_id: 'cs1' }, { status: 202 })),
    http.get('*/api/v1/jobs/b1/problems', () => HttpResponse.json({ items: [{ code: 'changed_since_look', message: 'Notes: Priya changed it.', count: 1, of_assets: true, varies: false }], next_cursor: null })),
    http.get('*/api/v1/bulk/b1/conflicts', () => HttpResponse.json({ items: [], next_cursor: null, look: 'l2' })),
  );
  const sent = writes();
  const { user } = await selected(THREE);
  await user.click(screen.getByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete 3 assets' });
  const number = await within(dialog).findByRole('textbox', { name: 'Type 3 to confirm' });
  await user.type(number, '2{Enter}');
  expect(within(dialog).getByText('Type the number of assets first.')).toBeInTheDocument();
  await user.clear(number);
  await user.type(number, '3{Enter}');
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ operation: { kind: 'delete' }, confirmed_count: 3 });
  // What somebody changed after the preview was left, and is decided about at once.
  expect(await screen.findByRole('dialog', { name: 'Changed meanwhile: Delete 3 assets' })).toBeInTheDocument();
});

test('where nothing would change no number is asked for', async () => {
  server.use(http.post('*/api/v1/bulk/preview', () => HttpResponse.json(bulkPreview({ confirm: 'typed', changing: 0, unchanged: 0, blocked: 3 }))));
  const { user } = await selected(THREE);
  await user.click(screen.getByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete 3 assets' });
  expect(await within(dialog).findByText('Nothing would change.')).toBeInTheDocument();
  expect(within(dialog).queryByRole('textbox', { name: 'Type 3 to confirm' })).not.toBeInTheDocument();
});

test('what cannot be changed is named with its reason, and a wrong pattern stands at its field', async () => {
  server.use(
    http.post('*/api/v1/bulk/preview', async ({ request }) => {
      const text = JSON.stringify(await request.clone().json());
      if (text.includes('"find":"("')) {
        return HttpResponse.json({ title: 'No.', code: 'edits_invalid', errors: [{ field: 'name', code: 'pattern_invalid', message: 'The pattern is not finished.' }] }, { status: 422 });
      }
      return HttpResponse.json(bulkPreview({ blocked: 1, changing: 2, unchanged: 0, obstacles: [{ code: 'locked', message: 'The name is locked.', count: 1, samples: [] }] }));
    }),
  );
  const { user } = await selected(THREE);
  await user.click(screen.getByRole('button', { name: 'Edit' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('combobox', { name: 'Field' }));
  await user.click(await screen.findByRole('option', { name: 'Name' }));
  await user.click(within(dialog).getByRole('combobox', { name: 'What to do' }));
  await user.click(await screen.findByRole('option', { name: 'Find and replace' }));
  await user.type(within(dialog).getByRole('textbox', { name: 'Find' }), '(');
  expect(await within(dialog).findByText('The pattern is not finished.')).toBeInTheDocument();
  await user.type(within(dialog).getByRole('textbox', { name: 'Find' }), 'dell)');
  expect(await within(dialog).findByText('The name is locked.')).toBeInTheDocument();
});

test('a large change goes on in the background, and what was skipped is a step away', async () => {
  const long = { state: 'partly_succeeded', message: '2 changed, 1 skipped, each with its reason.' } as const;
  server.use(
    http.post('*/api/v1/bulk', () => HttpResponse.json({ job: bulkJob({ state: 'queued', change_set_id: null }), change_set_id: null }, { status: 202 })),
    http.get('*/api/v1/jobs/b1', () => HttpResponse.json(bulkJob({ ...long, counters: { changed: 2, skipped: 1 } }))),
  );
  const { user, router } = await selected('{Control>}a{/Control}');
  await user.click(screen.getByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Retire' }));
  await user.click(await screen.findByRole('button', { name: 'Change 2 assets' }));
  expect(await screen.findByText('In the background: Change status of 3 assets')).toBeInTheDocument();
  expect(await screen.findByText(/2 changed, 1 skipped/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show what was skipped' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs/b1'));
});

test('an edit in the drawer offers the way back', async () => {
  const sent = writes();
  const { user } = renderConsole(`${ASSETS}?open=a0`);
  await user.click(await screen.findByRole('button', { name: 'Edit Name' }));
  await user.type(screen.getByRole('textbox', { name: 'Name' }), '!{Enter}');
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent.map((each) => each.path)).toEqual(['/change-sets/cs7/undo']));
});

test('Ctrl+Z undoes my last change and Ctrl+Shift+Z does it again; in a text field they are the field\u2019s own', async () => {
  const sent = writes();
  const { user } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.click(screen.getByRole('textbox', { name: 'Filter' }));
  await user.keyboard('{Control>}z{/Control}');
  document.querySelector<HTMLElement>('[data-col-id="name"]')?.focus();
  await user.keyboard('{Control>}z{/Control}');
  expect(await screen.findByText('Undone: Spring clean')).toBeInTheDocument();
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  expect(await screen.findByText('Done again: Spring clean')).toBeInTheDocument();
  expect(sent.map((each) => each.path)).toEqual(['/change-sets/cs9/undo', '/change-sets/cs2/undo']);
});

test('a preview that takes a while has the focus on what confirms it, and is confirmed only once it is there', async () => {
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  server.use(
    http.get('*/api/v1/change-sets/:id/undo', async () => {
      await held;
      return HttpResponse.json(undoPreview({ objects: 200_000, restorable: 200_000, restores: 200_000 }));
    }),
  );
  const sent = writes();
  const { user } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  document.querySelector<HTMLElement>('[data-col-id="name"]')?.focus();
  await user.keyboard('{Control>}z{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Undo: Spring clean' });
  const confirm = within(dialog).getByRole('button', { name: 'Undo' });
  await waitFor(() => expect(confirm).toHaveFocus());
  await user.keyboard('{Enter}');
  letThrough();
  await waitFor(() => expect(confirm).toHaveTextContent('Undo on 200,000 records'));
  expect(confirm).toHaveFocus();
  expect(sent).toEqual([]);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(sent).toHaveLength(1));
  await waitFor(() => expect(document.querySelector('[data-col-id="name"]')).toHaveFocus());
});

test('what was changed since is shown, and is left, overwritten, or chosen field by field', async () => {
  const by = { field: 'status', field_label: 'Status', before: 'deployed', now: 'retired' };
  const items = [conflict({ ...by, object_id: 'a0', label: 'dell-00000' }), conflict({ ...by, object_id: 'a1', label: 'hp-07919', by: null, at: null })];
  server.use(
    http.get('*/api/v1/change-sets/:id/undo', () => HttpResponse.json(undoPreview({ restorable: 0, restores: 0, changed_since: 2 }))),
    http.get('*/api/v1/change-sets/:id/conflicts', () => HttpResponse.json({ items, next_cursor: null })),
    http.post('*/api/v1/change-sets/:id/undo', () => HttpResponse.json(undone({ state: 'partly_done' }), { status: 202 })),
  );
  const sent = writes();
  const { user } = renderConsole(ASSETS);
  await screen.findByText('AST-000001');
  await user.keyboard('{Control>}z{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Undo: Spring clean' });
  expect(await within(dialog).findByRole('radio', { name: 'Leave them as they are now' })).toBeChecked();
  await user.click(within(dialog).getByRole('radio', { name: 'Choose field by field' }));
  await user.click(within(dialog).getByRole('checkbox', { name: 'Overwrite Status of hp-07919' }));
  await user.click(within(dialog).getByRole('button', { name: 'Undo on 1 record' }));
  expect(await screen.findByText('Undone in part: Spring clean')).toBeInTheDocument();
  expect(sent[0]?.body).toEqual({ conflicts: 'leave', force: [{ object_id: 'a1', field: 'status' }] });
});
