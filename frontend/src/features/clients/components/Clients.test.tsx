import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

test('lists clients and opens one with its locations and contacts', async () => {
  const { user, router } = renderConsole('/t/northwind/all/clients');
  await user.click(await screen.findByText('Acme Ltd', { selector: '[role="rowheader"] *' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/t/northwind/all/clients/c0'));
  expect(await screen.findByText('1 Wharf St')).toBeInTheDocument();
  await user.click(screen.getByRole('tab', { name: 'Contacts' }));
  expect(await screen.findByText('priya@acme.test')).toBeInTheDocument();
});

test('creates a client with its other names', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/clients', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ id: 'c9', name: 'Soylent', slug: 'soylent', alternative_names: [], is_active: true, notes: null, version: 1 }, { status: 201 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/clients');
  await user.click(await screen.findByRole('button', { name: 'New client' }));
  const dialog = await screen.findByRole('dialog', { name: 'New client' });
  await user.type(within(dialog).getByRole('textbox', { name: /^Name/ }), 'Soylent');
  await user.type(within(dialog).getByRole('combobox', { name: 'Also called' }), 'Soylent Corp{Enter}');
  await user.click(within(dialog).getByRole('button', { name: 'Create client' }));
  await waitFor(() => expect(sent).toEqual([{ name: 'Soylent', alternative_names: ['Soylent Corp'], notes: null }]));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

test('edits a location under its version and deletes only when asked', async () => {
  const seen: string[] = [];
  server.use(
    http.patch('*/locations/:id', async ({ request }) => {
      seen.push(`patch ${request.headers.get('If-Match') ?? ''} ${JSON.stringify(await request.json())}`);
      return HttpResponse.json({});
    }),
    http.delete('*/locations/:id', ({ request }) => {
      seen.push(`delete ${request.headers.get('If-Match') ?? ''}`);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/clients/c0');
  await user.click(await screen.findByText('1 Wharf St'));
  const city = within(await screen.findByRole('dialog', { name: 'Edit location' })).getByRole('textbox', { name: 'City' });
  await user.clear(city);
  await user.type(city, 'York{Enter}');
  await waitFor(() => expect(seen).toEqual(['patch "1" {"name":"Leeds","address":"1 Wharf St","city":"York","country":"GB","notes":null}']));
  await user.click(await screen.findByText('1 Wharf St'));
  await user.click(await screen.findByRole('button', { name: 'Delete location' }));
  await user.click(await screen.findByRole('button', { name: 'Delete location' }));
  await waitFor(() => expect(seen.at(-1)).toBe('delete "1"'));
});

test('shows what somebody else made of a location, and takes theirs or keeps mine', async () => {
  const seen: string[] = [];
  const current = { id: 'l1', client_id: 'c0', name: 'Leeds', address: '1 Wharf St', city: 'Hull', country: 'GB', notes: null, version: 5 };
  server.use(
    http.patch('*/locations/:id', async ({ request }) => {
      seen.push(`${request.headers.get('If-Match') ?? ''} ${JSON.stringify(await request.json())}`);
      return seen.length > 1 ? HttpResponse.json(current) : HttpResponse.json({ title: 'Somebody changed “Leeds” since you read it.', current }, { status: 412 });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/clients/c0');
  await user.click(await screen.findByText('1 Wharf St'));
  expect(await screen.findByText(/5 assets/)).toBeInTheDocument();
  await user.type(screen.getByLabelText('City'), '!{Enter}');
  expect(await screen.findByText('City is now: Hull')).toBeInTheDocument();
  await user.click(screen.getByText('Keep mine'));
  await waitFor(() => expect(seen[1]).toMatch(/^"5" .*"city":"Leeds!"/));
});

test('a client is deactivated at once, with the way back', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/clients/:id', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  const { user } = renderConsole('/t/northwind/all/clients/c0');
  await user.click(await screen.findByText('Deactivate'));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent).toEqual([{ is_active: false }, { is_active: true }]));
});

test('other entries for a place are merged into it, after their assets were counted', async () => {
  const sent: unknown[] = [];
  const twin = { id: 'l9', client_id: 'c0', name: 'Leeds office', address: null, city: null, country: null, notes: null, version: 1 };
  server.use(
    http.get('*/locations', () => HttpResponse.json({ items: [{ ...twin, id: 'l1', name: 'Leeds', address: '1 Wharf St' }, twin], next_cursor: null })),
    http.post('*/locations/l1/merge/preview', () => HttpResponse.json({ locations: 1, assets: 12, contacts: 0 })),
    http.post('*/locations/l1/merge', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(twin, { headers: { 'Quarterdeck-Change-Set': 'cs1' } });
    }),
  );
  const { user } = renderConsole('/t/northwind/all/clients/c0');
  await user.click(await screen.findByText('1 Wharf St'));
  await user.click(await screen.findByRole('button', { name: 'Merge other locations into this one' }));
  await user.click(await screen.findByRole('combobox', { name: 'Locations that go' }));
  await user.click(await screen.findByRole('option', { name: 'Leeds office' }));
  expect(await screen.findByText('12 assets and no contact move.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Merge 1 location' }));
  await waitFor(() => expect(sent).toEqual([{ others: ['l9'] }]));
  expect(await screen.findByText('Merged into Leeds')).toBeInTheDocument();
});
