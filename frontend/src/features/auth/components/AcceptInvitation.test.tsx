import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const INVITED = '/accept-invitation#tenant.secret';
const signedOut = () => server.use(http.get('*/auth/session', () => HttpResponse.json({ title: 'Sign in first.', code: 'unauthenticated' }, { status: 401 })));

function answering(status: number, problem?: { code: string; title: string }) {
  const sent: unknown[] = [];
  server.use(
    http.post('*/auth/accept-invitation', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(problem ?? { email: 'ana@example.org' }, { status });
    }),
  );
  return sent;
}

test('a new person chooses a password and is in', async () => {
  signedOut();
  const sent = answering(200);
  const logins: unknown[] = [];
  server.use(
    http.post('*/auth/login', async ({ request }) => {
      logins.push(await request.json());
      server.resetHandlers();
      return HttpResponse.json({ status: 'signed_in' });
    }),
  );
  const { user, router } = renderConsole(INVITED);
  await user.type(await screen.findByLabelText('Password'), 'a long quiet sentence');
  await user.click(screen.getByRole('button', { name: 'Accept invitation' }));
  await waitFor(() => expect(router.state.location.pathname).not.toMatch('accept|login'));
  expect(sent).toEqual([{ token: 'tenant.secret', password: 'a long quiet sentence' }]);
  expect(logins).toEqual([{ email: 'ana@example.org', password: 'a long quiet sentence' }]);
});

test('who has a second factor signs in with the address filled in', async () => {
  signedOut();
  answering(200);
  server.use(http.post('*/auth/login', () => HttpResponse.json({ status: 'second_factor' })));
  const { user, router } = renderConsole(INVITED);
  await user.type(await screen.findByLabelText('Password'), 'a long quiet sentence');
  await user.click(screen.getByRole('button', { name: 'Accept invitation' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/login'));
  expect(await screen.findByLabelText('E-mail')).toHaveValue('ana@example.org');
});

test('who is signed in accepts without a password, or says it is for somebody else', async () => {
  const sent = answering(200);
  const { user, router } = renderConsole(INVITED);
  await user.click(await screen.findByRole('button', { name: 'The invitation is for another account' }));
  expect(screen.getByLabelText('Password')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Accept as rob@quarterdeck.test' }));
  await user.click(screen.getByRole('button', { name: 'Accept invitation' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/'));
  expect(sent).toEqual([{ token: 'tenant.secret' }]);
});

test('a wrong password is refused in place', async () => {
  signedOut();
  answering(401, { code: 'credentials_refused', title: 'E-mail and password do not match.' });
  const { user } = renderConsole(INVITED);
  await user.type(await screen.findByLabelText('Password'), 'not the right one');
  await user.click(screen.getByRole('button', { name: 'Accept invitation' }));
  expect(await screen.findByText('E-mail and password do not match.')).toBeInTheDocument();
  expect(screen.getByLabelText('Password')).toHaveValue('not the right one');
});

test('a used, expired or broken link says so', async () => {
  answering(404, { code: 'invitation_not_found', title: 'This invitation does not exist, was used, or has expired.' });
  const { user } = renderConsole(INVITED);
  await user.click(await screen.findByRole('button', { name: 'Accept invitation' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This invitation can’t be used any more');
});

test('a link without its secret asks nothing of the server', async () => {
  signedOut();
  renderConsole('/accept-invitation');
  expect(await screen.findByRole('alert')).toHaveTextContent('the link is not complete');
});
