import { screen, waitFor, within } from '@testing-library/react';
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
