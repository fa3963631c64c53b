import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const HERE = '/t/northwind/all/settings/fields';
const BROKEN = '<img src=x onerror=alert(1)>';

function sentBodies(method: 'post' | 'patch', path: string): unknown[] {
  const sent: unknown[] = [];
  server.use(
    http[method](path, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  return sent;
}

test('what on record breaks a new rule is shown before it is saved', async () => {
  const sent = sentBodies('patch', '*/custom-fields/f1');
  server.use(
    http.post('*/custom-fields/f1/impact', () =>
      HttpResponse.json({ breaking: 12, samples: [{ value: BROKEN, assets: 7, message: '' }], is_complete: true, missing: 0, of_other_types: 0, duplicates: [], duplicated: 0 }),
    ),
  );
  const { user } = renderConsole(HERE);
  await user.click(await screen.findByRole('button', { name: 'Edit Rack' }));
  await user.type(await screen.findByRole('textbox', { name: /^Pattern/ }), '[[A-Z]+');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));

  const question = await screen.findByRole('dialog', { name: 'Change Rack?' });
  expect(within(question).getByText(/12 assets have values that the new rules would not take/)).toBeInTheDocument();
  expect(within(question).getByText(BROKEN)).toBeInTheDocument();
  expect(sent).toEqual([]);
  await user.click(within(question).getByRole('button', { name: 'Save the field' }));
  await waitFor(() => expect(sent).toMatchObject([{ pattern: '[A-Z]+', minimum: null }]));
});

test('a harmless change is saved without a question', async () => {
  const sent = sentBodies('patch', '*/custom-fields/f1');
  const { user } = renderConsole(HERE);
  await user.click(await screen.findByRole('button', { name: 'Edit Rack' }));
  await user.type(await screen.findByRole('textbox', { name: /^Section/ }), 'Power');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(sent).toMatchObject([{ section: 'Power' }]));
  expect(screen.queryByRole('dialog', { name: 'Change Rack?' })).not.toBeInTheDocument();
});

test('choices have an order, a colour and a retirement', async () => {
  const sent = sentBodies('post', '*/custom-fields');
  const { user } = renderConsole(HERE);
  await user.click(await screen.findByRole('button', { name: 'Add field' }));
  await user.type(await screen.findByRole('textbox', { name: /^Label/ }), 'Tier');
  await user.click(screen.getByRole('combobox', { name: /^Kind/ }));
  await user.click(await screen.findByRole('option', { name: 'Choice' }));
  for (const name of ['Gold', 'Silver']) {
    await user.click(screen.getByRole('button', { name: 'Add choice' }));
    await user.type(screen.getAllByRole('textbox', { name: /^Choice \d/ }).at(-1) ?? document.body, name);
  }
  await user.click(screen.getByRole('button', { name: 'Move Silver up' }));
  await user.click(screen.getByRole('combobox', { name: 'Colour of Gold' }));
  await user.click(await screen.findByRole('option', { name: 'Amber' }));
  await user.click(screen.getAllByRole('switch', { name: 'Retired' })[0] ?? document.body);
  expect(screen.queryByRole('textbox', { name: /^Pattern/ })).not.toBeInTheDocument();
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add field' }));

  await waitFor(() =>
    expect(sent).toMatchObject([
      {
        kind: 'choice',
        choices: [
          { value: 'Silver', label: 'Silver', color: null, retired: true },
          { value: 'Gold', label: 'Gold', color: 'warning', retired: false },
        ],
      },
    ]),
  );
});

test('a field whose values are not unique says which assets share one, and is not saved', async () => {
  const sent = sentBodies('patch', '*/custom-fields/f1');
  const assets = [
    { id: 'a1', tag: 'A-1', name: 'Front desk' },
    { id: 'a2', tag: 'A-2', name: BROKEN },
  ];
  server.use(
    http.post('*/custom-fields/f1/impact', () =>
      HttpResponse.json({ breaking: 0, samples: [], is_complete: true, missing: 0, of_other_types: 0, duplicates: [{ value: 'one', count: 7, assets }], duplicated: 3 }),
    ),
  );
  const { user } = renderConsole(HERE);
  await user.click(await screen.findByRole('button', { name: 'Edit Rack' }));
  await user.click(await screen.findByRole('switch', { name: /^Unique/ }));
  await user.click(screen.getByRole('button', { name: 'Save changes' }));

  const told = await screen.findByRole('dialog', { name: 'Rack cannot be unique yet' });
  expect(within(told).getByText(/3 values stand on more than one asset/)).toBeInTheDocument();
  expect(within(told).getByRole('link', { name: 'A-1 Front desk' })).toHaveAttribute('href', '/t/northwind/all/assets/a1');
  expect(within(told).getByRole('link', { name: `A-2 ${BROKEN}` })).toBeInTheDocument();
  expect(within(told).getByText('and 5 more assets')).toBeInTheDocument();
  expect(within(told).getByText('and 2 more values')).toBeInTheDocument();
  expect(sent).toEqual([]);
  await user.click(within(told).getByRole('button', { name: 'Back to the field' }));
  expect(await screen.findByRole('switch', { name: /^Unique/ })).toBeChecked();
});

test('only texts, numbers and web addresses can be unique', async () => {
  const sent = sentBodies('post', '*/custom-fields');
  const { user } = renderConsole(HERE);
  await user.click(await screen.findByRole('button', { name: 'Add field' }));
  await user.type(await screen.findByRole('textbox', { name: /^Label/ }), 'Licence');
  await user.click(screen.getByRole('switch', { name: /^Unique/ }));
  await user.click(screen.getByRole('combobox', { name: /^Kind/ }));
  await user.click(await screen.findByRole('option', { name: 'Date' }));
  expect(screen.queryByRole('switch', { name: /^Unique/ })).not.toBeInTheDocument();
  await user.click(screen.getByRole('combobox', { name: /^Kind/ }));
  await user.click(await screen.findByRole('option', { name: 'Number' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add field' }));
  await waitFor(() => expect(sent).toMatchObject([{ kind: 'number', is_unique: true }]));
});
