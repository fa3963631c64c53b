import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { assetOf } from '@/testing/fixtures';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

test('the type comes first, then a form of its fields; what is sent is what was typed', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post('*/assets', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(assetOf(7), { status: 201 });
    }),
  );
  const { user, router } = renderConsole('/t/northwind/acme-ltd/assets/new');
  await user.click(await screen.findByRole('button', { name: 'Server' }));
  await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'db-01');
  await user.type(screen.getByRole('textbox', { name: 'Operating system' }), 'Debian 13');
  await user.type(screen.getByRole('textbox', { name: 'Rack' }), 'B12');
  await user.click(screen.getByRole('button', { name: 'Save asset' }));
  await waitFor(() => expect(router.state.location.search).toBe('?open=a7'));
  expect(sent).toEqual([
    { client_id: 'c0', type: 'server', name: 'db-01', status: 'in_stock', extension: { os: 'Debian 13' }, custom: { rack: 'B12' } },
  ]);
});

test('refusals land on their field and in a summary that takes focus; nothing typed is lost', async () => {
  server.use(
    http.post('*/assets', () =>
      HttpResponse.json({ title: 'This tag is used by another asset.', errors: [{ field: 'tag', code: 'taken', message: 'This tag is used by another asset.' }] }, { status: 409 }),
    ),
  );
  const { user } = renderConsole('/t/northwind/acme-ltd/assets/new');
  await user.click(await screen.findByRole('button', { name: 'Workstation' }));
  await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'desk-1');
  await user.click(screen.getByRole('button', { name: 'Save asset' }));
  const summary = await screen.findByRole('alert');
  expect(summary).toHaveFocus();
  expect(summary).toHaveTextContent(/^This tag is used by another asset\.Tag$/);
  await user.click(screen.getByRole('link', { name: 'Tag' }));
  expect(screen.getByRole('textbox', { name: 'Tag' })).toHaveFocus();
  expect(screen.getByRole('textbox', { name: 'Tag' })).toHaveAccessibleDescription('This tag is used by another asset.');
  expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('desk-1');
});

test('a serial that is already known is named before saving', async () => {
  const { user } = renderConsole('/t/northwind/acme-ltd/assets/new');
  await user.click(await screen.findByRole('button', { name: 'Workstation' }));
  await user.type(await screen.findByRole('textbox', { name: 'Serial number' }), '4XK2F93');
  expect(await screen.findByText(/already used by AST-000001 in Acme Ltd/)).toBeInTheDocument();
});

test('saving one and adding another starts over', async () => {
  const { user } = renderConsole('/t/northwind/acme-ltd/assets/new');
  await user.click(await screen.findByRole('button', { name: 'Workstation' }));
  await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'desk-1');
  await user.click(screen.getByRole('button', { name: 'Save and add another' }));
  await waitFor(() => expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue(''));
});

test('editing sends only what changed', async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch('*/assets/:id', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...assetOf(0), version: 4 });
    }),
  );
  const { user, router } = renderConsole('/t/northwind/all/assets/a0/edit');
  const model = await screen.findByRole('textbox', { name: 'Model' });
  await user.clear(model);
  await user.type(model, 'Latitude 7450');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(sent).toEqual([{ model: 'Latitude 7450' }]));
  await waitFor(() => expect(new URLSearchParams(router.state.location.search).get('open')).toBe('a0'));
});

test('a form that lost the race says so and saves over when asked', async () => {
  let calls = 0;
  server.use(
    http.patch('*/assets/:id', () => {
      calls += 1;
      return calls === 1 ? HttpResponse.json({ title: 'Changed.', current: { ...assetOf(0), version: 8 } }, { status: 412 }) : undefined;
    }),
  );
  const { user, router } = renderConsole('/t/northwind/all/assets/a0/edit');
  await user.type(await screen.findByRole('textbox', { name: 'Model' }), ' v2');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  expect(await screen.findByText('Somebody saved this asset while you were editing')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(new URLSearchParams(router.state.location.search).get('open')).toBe('a0'));
});
