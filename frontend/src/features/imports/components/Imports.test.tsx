import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { importRecord, job } from '@/testing/fixtures';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

test('uploads a file and goes on to its mapping', async () => {
  const { user, router } = renderConsole('/t/northwind/all/imports/new');
  expect(await screen.findByRole('button', { name: 'Upload file' })).toBeDisabled();
  await user.upload(screen.getByLabelText('Choose file', { selector: 'input' }), new File(['a,b'], 'inventory.csv', { type: 'text/csv' }));
  expect(await screen.findByText('inventory.csv')).toBeInTheDocument();
  await user.click(screen.getByRole('checkbox', { name: /Create clients and locations/ }));
  await user.click(screen.getByRole('button', { name: 'Upload file' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/imports/i1'));
  expect(router.state.location.search).toBe('?missing=1');
});

test('shows what each column becomes and why, and refuses two for one field', async () => {
  const { user } = renderConsole('/t/northwind/all/imports/i1');
  expect(await screen.findByRole('row', { name: /Whs.*Check 0\.71.*92 % of the values/ })).toBeInTheDocument();
  expect(screen.getByText('5 columns are mapped, 1 is not imported.')).toBeInTheDocument();
  await user.click(screen.getByRole('combobox', { name: 'Field for Rem2' }));
  await user.click(await screen.findByRole('option', { name: 'Name' }));
  expect(await screen.findAllByText('Another column fills this field')).toHaveLength(2);
  expect(screen.getByRole('button', { name: 'Check file' })).toBeDisabled();
});

test('checks without writing, with the mapping that was chosen', async () => {
  const sent: unknown[] = [];
  server.use(
    http.put('*/imports/:id/mapping', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(importRecord());
    }),
    http.post('*/imports/:id/run', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(job(), { status: 202 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/imports/i1?missing=1');
  await user.click(await screen.findByRole('button', { name: 'Check file' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(JSON.stringify(sent[0])).toContain('{"index":0,"field":"serial"}');
  expect(JSON.stringify(sent[0])).toContain('{"index":5,"field":null}');
  expect(sent[1]).toEqual({ dry_run: true, create_missing: true });
});

test('after the check it says what will happen and runs on one press', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/imports/:id/run', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(job(), { status: 202 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/imports/checked');
  expect(await screen.findByText(/312 rows were read\. This is what the import will do/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Import 288 rows' }));
  await waitFor(() => expect(sent).toEqual([{ dry_run: false, create_missing: false }]));
});

test('the result counts, lists problem rows and offers the files', async () => {
  renderConsole('/t/northwind/all/imports/finished');
  expect(await screen.findByRole('button', { name: /9\s*Left out/, pressed: true })).toBeInTheDocument();
  expect(await screen.findByText('The location Leads is not known. Did you mean Leeds?')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Download problem rows' })).toHaveAttribute('href', '/api/v1/files/f1/content?tenant=northwind');
  expect(screen.getByRole('link', { name: 'Show imported assets' })).toBeInTheDocument();
});

test('a running import shows its progress in words', async () => {
  renderConsole('/t/northwind/all/imports/running');
  expect(await screen.findByText('1,904 of 3,120 rows')).toBeInTheDocument();
});

test('a failed import says why', async () => {
  server.use(http.get('*/imports/:id', () => HttpResponse.json(importRecord({ state: 'failed', problem: { code: 'not_a_table', message: 'The file is a picture, not a table.' } }))));
  renderConsole('/t/northwind/all/imports/bad');
  expect(await screen.findByText('The file is a picture, not a table.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Start again' })).toBeInTheDocument();
});

test('lists imports with their counts', async () => {
  const { user, router } = renderConsole('/t/northwind/all/imports');
  await user.click((await screen.findAllByText('inventory.csv'))[0] ?? document.body);
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/imports/i1'));
});
