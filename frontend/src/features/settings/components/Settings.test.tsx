import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const settings = (section: string): string => `/t/northwind/all/settings/${section}`;

test('without a section opens the account at once, and says so where there is no such section', async () => {
  const { router } = renderConsole('/t/northwind/all/settings');
  expect(await screen.findByRole('heading', { level: 1, name: 'My account' })).toBeInTheDocument();
  const sections = screen.getByRole('navigation', { name: 'Settings' });
  expect(within(sections).getByRole('link', { current: 'page' })).toHaveTextContent('My account');

  await act(() => router.navigate(settings('nowhere')));
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no page of the settings at this address.');
  expect(screen.getByRole('heading', { level: 1, name: 'No such settings' })).toBeInTheDocument();
  expect(within(sections).queryByRole('link', { current: 'page' })).not.toBeInTheDocument();
  expect(router.state.location.pathname).toBe(settings('nowhere'));
});

test('changes the password', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/auth/password', async ({ request }) => {
      sent.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = renderConsole(settings('account'));
  await user.type(await screen.findByLabelText(/^Current password/), 'old password here');
  await user.type(screen.getByLabelText(/^New password/), 'a much longer sentence');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  await waitFor(() => expect(sent).toEqual([{ current: 'old password here', new: 'a much longer sentence' }]));
  expect(await screen.findByText('Your password is changed.')).toBeInTheDocument();
});

test('sets up a second factor and shows the recovery codes once', async () => {
  server.use(
    http.post('*/auth/totp/enrol', () => HttpResponse.json({ secret: 'JBSWY3DPEHPK3PXP', otpauth_uri: 'otpauth://totp/Quarterdeck' })),
    http.post('*/auth/totp/confirm', () => HttpResponse.json({ recovery_codes: ['aaaa-1111', 'bbbb-2222'] })),
  );
  const { user } = renderConsole(settings('account'));
  await user.click(await screen.findByRole('button', { name: 'Set up second factor' }));
  expect(await screen.findByText('JBSW Y3DP EHPK 3PXP')).toBeInTheDocument();
  expect(await screen.findByRole('img', { name: 'QR code for your authenticator app' })).toHaveAttribute('src', expect.stringContaining('svg'));
  await user.type(screen.getByLabelText(/^Code/), '123456');
  await user.click(screen.getByRole('button', { name: 'Confirm code' }));
  expect(within(await screen.findByRole('list', { name: 'Recovery codes' })).getAllByRole('listitem')).toHaveLength(2);
});

test('invites a user with a role and hands out the link', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/users', async ({ request }) => {
      sent.push(await request.json());
      const made = { name: 'New Person', invitation_url: 'https://desk.test/accept-invitation#t.s', invitation_expires_at: '2026-12-01T10:00:00Z' };
      return HttpResponse.json(made, { status: 201 });
    }),
  );
  const { user } = renderConsole(settings('users'));
  await user.click(await screen.findByRole('button', { name: 'Invite user' }));
  const dialog = await screen.findByRole('dialog', { name: 'Invite user' });
  await user.type(within(dialog).getByRole('textbox', { name: /^E-mail/ }), 'new@quarterdeck.test');
  await user.type(within(dialog).getByRole('textbox', { name: /^Name/ }), 'New Person');
  await user.click(within(dialog).getByRole('button', { name: 'Create invitation' }));
  await waitFor(() =>
    expect(sent).toEqual([{ email: 'new@quarterdeck.test', name: 'New Person', role: 'technician', client_mode: 'all', client_ids: [] }]),
  );
  expect(await screen.findByText('https://desk.test/accept-invitation#t.s')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'I have passed it on' }));
  expect(screen.queryByText('https://desk.test/accept-invitation#t.s')).not.toBeInTheDocument();
});

test('built-in roles are left alone, own ones can be edited', async () => {
  renderConsole(settings('roles'));
  expect(await screen.findByRole('button', { name: 'Edit Auditor' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Edit Technician' })).not.toBeInTheDocument();
});

test('a token is shown once, and can be revoked', async () => {
  const revoked: string[] = [];
  server.use(
    http.post('*/tokens', () => HttpResponse.json({ id: 'k2', name: 'CI', scopes: [], created_at: null, expires_at: null, last_used_at: null, token: 'qd_secret' }, { status: 201 })),
    http.delete('*/tokens/:id', ({ params }) => {
      revoked.push(String(params['id']));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = renderConsole(settings('tokens'));
  await user.click(await screen.findByRole('button', { name: 'Add token' }));
  await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'CI');
  await user.click(screen.getByRole('button', { name: 'Create token' }));
  expect(await screen.findByText('qd_secret')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'I have stored it' }));
  expect(screen.queryByText('qd_secret')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Revoke Nightly export' }));
  await user.click(await screen.findByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(revoked).toEqual(['k1']));
});

test('custom fields and types are listed, and a refusal stays in the form', async () => {
  server.use(
    http.post('*/custom-fields', () =>
      HttpResponse.json({ title: 'Some fields are not right.', errors: [{ field: 'key', code: 'taken', message: 'This key exists.' }] }, { status: 409 }),
    ),
  );
  const { user } = renderConsole(settings('fields'));
  expect(await screen.findByRole('row', { name: /Rack.*Text.*Server/ })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Add field' }));
  const dialog = await screen.findByRole('dialog', { name: 'Add field' });
  await user.type(within(dialog).getByRole('textbox', { name: /^Label/ }), 'Shelf');
  await user.type(within(dialog).getByRole('textbox', { name: /^Key/ }), 'rack');
  await user.click(within(dialog).getByRole('button', { name: 'Add field' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This key exists.');
  expect(within(dialog).getByRole('textbox', { name: /^Label/ })).toHaveValue('Shelf');
});
