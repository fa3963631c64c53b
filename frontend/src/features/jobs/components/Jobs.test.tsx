import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { job } from '@/testing/fixtures';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

test('lists jobs and narrows them to mine', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => asked.push(request.url));
  const { user, router } = renderConsole('/t/northwind/all/jobs');
  expect(await screen.findByText('Import leeds.xlsx')).toBeInTheDocument();
  await user.click(screen.getByRole('switch', { name: 'Only mine' }));
  await waitFor(() => expect(router.state.location.search).toBe('?mine=1'));
  await waitFor(() => expect(asked.some((url) => url.includes('mine=true'))).toBe(true));
});

test('a job tells its progress, counters, grouped problems and files, and can be cancelled', async () => {
  const cancelled: string[] = [];
  server.use(
    http.get('*/jobs/:id', ({ params }) =>
      HttpResponse.json(job({ id: String(params['id']), artefacts: [{ id: 'f9', name: 'errors.csv', media_type: 'text/csv', size: 2_048, url: '' }] })),
    ),
    http.post('*/jobs/:id/cancel', ({ params }) => {
      cancelled.push(String(params['id']));
      return HttpResponse.json(job({ state: 'cancelled' }));
    }),
  );
  const { user } = renderConsole('/t/northwind/all/jobs/j1');
  expect(await screen.findByRole('heading', { name: 'Import inventory.csv' })).toBeInTheDocument();
  expect(screen.getByText('1,904 of 3,120 (61 %)')).toBeInTheDocument();
  expect(screen.getByText('1,700')).toBeInTheDocument();
  expect(await screen.findByText('The location Leads is not known.', { exact: false, selector: 'summary' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'errors.csv (2.0 KB)' })).toHaveAttribute('href', '/api/v1/files/f9/content?tenant=northwind');
  await user.click(screen.getByRole('button', { name: 'Cancel job' }));
  await waitFor(() => expect(cancelled).toEqual(['j1']));
});

test('retrying leads to the new job', async () => {
  server.use(
    http.get('*/jobs/j2', () => HttpResponse.json(job({ id: 'j2', state: 'failed', can_cancel: false, can_retry: true, message: 'The file ended early.' }))),
    http.post('*/jobs/:id/retry', () => HttpResponse.json(job({ id: 'j8' }))),
  );
  const { user, router } = renderConsole('/t/northwind/all/jobs/j2');
  expect(await screen.findByText('The file ended early.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Retry job' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/jobs/j8'));
});

test('a cause opens the assets it met as a list, and what the job did can be undone', async () => {
  server.use(
    http.get('*/jobs/j5', () => HttpResponse.json(job({ id: 'j5', state: 'partly_succeeded', can_cancel: false, change_set_id: 'cs5' }))),
    http.get('*/jobs/:id/problems', () =>
      HttpResponse.json({ items: [{ code: 'locked', message: 'The name is locked.', count: 22, of_assets: true }], next_cursor: null }),
    ),
  );
  const { user, router } = renderConsole('/t/northwind/all/jobs/j5');
  await user.click(await screen.findByText('Undo'));
  expect(await screen.findByText('Undo on 2 records')).toBeInTheDocument();
  await user.click(screen.getByText('Cancel'));
  await user.click(await screen.findByText('The name is locked.', { exact: false, selector: 'summary' }));
  await user.click(screen.getByText('Show these assets (22)'));
  await waitFor(() => expect(router.state.location.search).toBe('?only=s1&job=j5'));
});
