import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { session } from '@/testing/mockApi';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';
import { safeNext } from './LoginPage';

async function signIn(user: ReturnType<typeof renderConsole>['user']): Promise<void> {
  await user.type(await screen.findByLabelText('E-mail'), 'rob@quarterdeck.test');
  await user.type(screen.getByLabelText('Password'), 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('signs in and asks which organisation when there are several', async () => {
  const { user, router } = renderConsole('/login');
  await signIn(user);
  await user.click(await screen.findByRole('button', { name: /Harbour Support/ }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/harbour/all/assets'));
});

test('with one organisation it goes straight in', async () => {
  server.use(http.get('*/auth/session', () => HttpResponse.json({ ...session, tenants: session.tenants.slice(0, 1) })));
  const { router } = renderConsole('/');
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/assets'));
});

test('asks for the second factor when there is one', async () => {
  server.use(http.post('*/auth/login', () => HttpResponse.json({ status: 'second_factor' })));
  const { user, router } = renderConsole('/login?next=%2Ft%2Fnorthwind%2Fall%2Fjobs');
  await signIn(user);
  await user.type(await screen.findByLabelText('Code'), '123456');
  await user.click(screen.getByRole('button', { name: 'Verify code' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs'));
});

test('says why it refuses, and how long to wait', async () => {
  server.use(http.post('*/auth/login', () => HttpResponse.json({ title: 'E-mail or password is wrong.' }, { status: 401 })));
  const { user } = renderConsole('/login');
  await signIn(user);
  expect(await screen.findByRole('alert')).toHaveTextContent('E-mail or password is wrong.');
  server.use(http.post('*/auth/login', () => HttpResponse.json({ title: 'Slow down.' }, { status: 429, headers: { 'Retry-After': '12' } })));
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText('Too many attempts. Try again in 12 seconds.')).toBeInTheDocument();
});

test('offers the configured providers', async () => {
  renderConsole('/login');
  expect(await screen.findByRole('link', { name: 'Continue with Microsoft Entra' })).toHaveAttribute('href', '/api/v1/auth/oidc/entra/start');
});

test('a page asked for while signed out comes back after signing in', async () => {
  server.use(http.get('*/auth/session', () => HttpResponse.json({ title: 'Sign in.' }, { status: 401 })));
  const { router } = renderConsole('/t/northwind/all/jobs?mine=1');
  await waitFor(() => expect(router.state.location.pathname).toBe('/login'));
  expect(router.state.location.search).toBe(`?next=${encodeURIComponent('/t/northwind/all/jobs?mine=1')}`);
});

test('only addresses of this console may follow', () => {
  expect(safeNext('/t/a/all/jobs')).toBe('/t/a/all/jobs');
  for (const bad of ['https://evil.test', '//evil.test', '/\\evil.test', '/login?next=/', null]) expect(safeNext(bad)).toBe('/');
});
