import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { context } from '@/testing/mockApi';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const PAGE = '/t/northwind/all/settings/audit';
const held = (keep_days: number | null, more = {}) =>
  HttpResponse.json({ keep_days, removes_from: null, kept_since: null, removed_changes: 0, ...more }, { headers: { ETag: '"3"' } });

async function choose(user: ReturnType<typeof renderConsole>['user'], period: string): Promise<void> {
  await user.click(await screen.findByRole('combobox', { name: 'Keep changes for' }));
  await user.click(await screen.findByRole('option', { name: period, hidden: true }));
}

test('a shorter time says what will be lost, and is asked once more', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/audit/retention', async ({ request }) => {
      sent.push([await request.json(), request.headers.get('If-Match')]);
      return held(365);
    }),
  );
  const { user } = renderConsole(PAGE);
  expect(await screen.findByText('Everything that happened is kept.')).toBeInTheDocument();
  await choose(user, '3 years');
  expect(await screen.findByText(/Nothing is that old yet/)).toBeInTheDocument();
  await choose(user, '1 year');
  expect(await screen.findByText(/12,345 changes of 41 days before .* will be removed for good/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Change' }));
  expect(sent).toEqual([]);
  const question = within(await screen.findByRole('dialog', { name: 'Keep changes for 1 year only?' }));
  await user.click(question.getByRole('button', { name: 'Remove what is older' }));
  await waitFor(() => expect(sent).toEqual([[{ keep_days: 365 }, '"0"']]));
  expect(await screen.findByText('Saved. Changes are kept for 1 year.')).toBeInTheDocument();
});

test('keeping for ever again takes no question, and an odd number of days is shown', async () => {
  const sent: unknown[] = [];
  server.use(
    http.get('*/audit/retention', () => held(100, { kept_since: '2026-08-01T00:00:00Z', removed_changes: 4_200 })),
    http.patch('*/audit/retention', async ({ request }) => {
      sent.push(await request.json());
      return held(null);
    }),
  );
  const { user } = renderConsole(PAGE);
  expect(await screen.findByText(/4,200 older changes were removed/)).toBeInTheDocument();
  expect(screen.getByRole('combobox', { name: 'Keep changes for' })).toHaveValue('100 days');
  await choose(user, 'Ever');
  expect(screen.getByText(/What is gone already does not come back/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Change' }));
  await waitFor(() => expect(sent).toEqual([{ keep_days: null }]));
});

test('who is no owner reads it only', async () => {
  server.use(http.get('*/api/v1/me/context', () => HttpResponse.json({ ...context, permissions: context.permissions.filter((each) => each !== 'tenant:manage') })));
  renderConsole(PAGE);
  expect(await screen.findByRole('combobox', { name: 'Keep changes for' })).toBeDisabled();
  expect(screen.getByText('Only an owner of the organisation can change this.')).toBeInTheDocument();
});
