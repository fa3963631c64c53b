import { act, screen, waitFor, within } from '@testing-library/react';
import { notifications } from '@mantine/notifications';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

test('the bell counts, opening it marks nothing, and each is marked by itself', async () => {
  const marked: string[] = [];
  server.use(
    http.post('*/notifications/:id/read', ({ params }) => {
      marked.push(String(params['id']));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user, router } = renderConsole('/t/northwind/all/jobs');
  await user.click(await screen.findByRole('button', { name: '2 unread notifications' }));
  const list = await screen.findByRole('dialog', { name: /notifications/i });
  const link = await within(list).findByRole('link', { name: 'Import leeds.xlsx failed' });
  expect(marked).toEqual([]);
  await user.click(within(list).getByRole('button', { name: /^Mark “Import leeds/ }));
  await waitFor(() => expect(marked).toEqual(['n2']));
  await user.click(link);
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs/j2'));
});

test('toasts are statuses, three at a time', async () => {
  renderConsole('/t/northwind/all/jobs');
  await screen.findByRole('heading', { level: 1 });
  act(() => {
    for (const number of [1, 2, 3, 4]) notifications.show({ id: `toast-${String(number)}`, message: `Toast ${String(number)}`, autoClose: false });
  });
  expect((await screen.findByText('Toast 1')).closest('[role=status]')).not.toBeNull();
  expect(screen.queryByText('Toast 4')).not.toBeInTheDocument();
  act(() => {
    notifications.hide('toast-1');
  });
  expect(await screen.findByText('Toast 4')).toBeInTheDocument();
  act(() => {
    notifications.clean();
  });
});

test('a kind that is switched off is told to the server at once', async () => {
  const sent: unknown[] = [];
  server.use(
    http.put('*/notifications/kinds/:kind', async ({ params, request }) => {
      sent.push([params['kind'], await request.json()]);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/settings/preferences');
  await user.click(await screen.findByRole('switch', { name: /^A job of mine failed/ }));
  await waitFor(() => expect(sent).toEqual([['job.failed', { is_on: false }]]));
});
