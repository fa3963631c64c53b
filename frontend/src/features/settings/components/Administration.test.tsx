import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { context } from '@/testing/mockApi';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';
import { browserName } from '../browserName';

const settings = (section: string): string => `/t/northwind/all/settings/${section}`;
const gone = () => new HttpResponse(null, { status: 204 });

test('an expired invitation is renewed, and the new link shown', async () => {
  server.use(
    http.post('*/users/u3/invitation', () =>
      HttpResponse.json({ name: 'Ana Lima', invitation_url: 'https://desk.test/accept-invitation#again', invitation_expires_at: '2026-12-01T10:00:00Z' }, { status: 201 }),
    ),
  );
  const { user } = renderConsole(settings('users'));
  expect(await screen.findByText('Invitation expired')).toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: 'Actions for Ana Lima' }));
  await user.click(await screen.findByRole('menuitem', { name: 'New invitation link' }));
  expect(await screen.findByText('https://desk.test/accept-invitation#again')).toBeInTheDocument();
});

test('people are found by state, suspended from the list, and let in again', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/users/:id', async ({ params, request }) => {
      sent.push([params['id'], request.headers.get('If-Match'), await request.json()]);
      return HttpResponse.json({ id: params['id'], name: 'Priya Shah', version: 2 });
    }),
  );
  const { user, router } = renderConsole(settings('users?role=technician'));
  await user.click(await screen.findByRole('combobox', { name: 'State' }));
  await user.click(await screen.findByRole('option', { name: 'Active' }));
  await waitFor(() => expect(router.state.location.search).toBe('?role=technician&state=active'));
  await waitFor(() => expect(screen.queryByText('Ana Lima')).not.toBeInTheDocument());
  await user.click(screen.getByRole('button', { name: 'Actions for Priya Shah' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Suspend' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() =>
    expect(sent).toEqual([
      ['u2', '"1"', { is_active: false }],
      ['u2', '"2"', { is_active: true }],
    ]),
  );
});

test('nobody edits themselves here, and a refusal is told', async () => {
  server.use(http.delete('*/users/:id', () => HttpResponse.json({ title: 'The last owner stays.', code: 'last_owner' }, { status: 409 })));
  const { user, router } = renderConsole(settings('users'));
  await user.click(await screen.findByRole('button', { name: 'Actions for Priya Shah' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Remove user' }));
  await user.click(await screen.findByRole('button', { name: 'Remove user' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The last owner stays.');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByText('Rob Bell', { selector: '[role="rowheader"] *' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/settings/account'));
});

test('shows what somebody may do and why, and resets a lost second factor when confirmed', async () => {
  const reset: string[] = [];
  server.use(
    http.post('*/users/:id/reset-second-factor', ({ params }) => {
      reset.push(String(params['id']));
      return gone();
    }),
  );
  const { user } = renderConsole(settings('users'));
  await user.click(await screen.findByText('Priya Shah', { selector: '[role="rowheader"] *' }));
  expect(await screen.findByText('Because of the role Technician, for 2 clients.')).toBeInTheDocument();
  await user.click(screen.getByText('Reset second factor'));
  expect(reset).toEqual([]);
  const question = await screen.findByRole('dialog', { name: 'Reset the second factor of Priya Shah?' });
  await user.click(within(question).getByText('Reset second factor'));
  await waitFor(() => expect(reset).toEqual(['u2']));
});

test('a role is copied into an own one, without what one lacks oneself', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/roles', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  const { user } = renderConsole(settings('roles'));
  await user.click(await screen.findByRole('button', { name: 'Copy Technician to a new role' }));
  expect(await screen.findByLabelText(/^Close the tenant/)).toBeDisabled();
  await user.type(screen.getByLabelText(/^Name/), 'Field crew');
  await user.click(screen.getByLabelText('Create and change assets'));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add role' }));
  await waitFor(() => expect(sent).toEqual([{ name: 'Field crew', key: 'field_crew', permissions: ['assets:read', 'imports:run'] }]));
});

test('a custom field in use goes only when its name was typed', async () => {
  const removed: string[] = [];
  server.use(
    http.delete('*/custom-fields/:id', ({ request }) => {
      removed.push(new URL(request.url).search);
      return gone();
    }),
  );
  const { user } = renderConsole(settings('fields'));
  expect(await screen.findByText('3 assets')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Edit Rack' }));
  await user.click(await screen.findByText('Delete field'));
  const confirm = await screen.findByRole('button', { name: 'Delete field and 3 values' });
  expect(confirm).toBeDisabled();
  await user.type(screen.getByLabelText('Type Rack to go on'), 'Rack');
  await user.click(confirm);
  await waitFor(() => expect(removed).toEqual(['?discard_values=true']));
});

test('fields are put in another order, each under its version', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/custom-fields/:id', async ({ params, request }) => {
      sent.push([params['id'], request.headers.get('If-Match'), await request.json()]);
      return HttpResponse.json({});
    }),
  );
  const { user } = renderConsole(settings('fields'));
  await user.click(await screen.findByRole('button', { name: 'Move Shelf up' }));
  await waitFor(() =>
    expect(sent).toEqual([
      ['f2', '"4"', { position: 0 }],
      ['f1', '"1"', { position: 1 }],
    ]),
  );
});

test('another browser is signed out from here', async () => {
  const ended: string[] = [];
  server.use(
    http.delete('*/auth/sessions/:id', ({ params }) => {
      ended.push(String(params['id']));
      return gone();
    }),
  );
  const { user } = renderConsole(settings('account'));
  await user.click(await screen.findByRole('button', { name: 'Sign out Firefox, Windows' }));
  await waitFor(() => expect(ended).toEqual(['s2']));
  expect(browserName('curl/8')).toBeNull();
});

test('a technician is offered none of it', async () => {
  server.use(http.get('*/me/context', () => HttpResponse.json({ ...context, permissions: ['assets:read', 'clients:read'] })));
  renderConsole(settings('users'));
  expect(await screen.findByRole('alert')).toHaveTextContent(`Your role is ${context.role.name}.`);
  expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  const nav = await screen.findByRole('navigation', { name: 'Settings' });
  expect(within(nav).getAllByRole('link').map((link) => link.textContent)).toEqual(['My account', 'Preferences']);
});
