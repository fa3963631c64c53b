import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { assetOf } from '@/testing/fixtures';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const ASSETS = '/t/northwind/all/assets';
const grid = () => screen.findByRole('grid', { name: 'Assets' });

describe('the grid', () => {
  test('shows rows, their exact number and where it stands', async () => {
    renderConsole(ASSETS);
    expect(await screen.findByText('AST-000001')).toBeInTheDocument();
    await waitFor(async () => expect(await grid()).toHaveAttribute('aria-rowcount', '12482'));
    expect(screen.getByText(/^Rows 1–\d+ of 12,481$/)).toBeInTheDocument();
    const [, first] = within(await grid()).getAllByRole('row');
    expect(first).toHaveAttribute('aria-rowindex', '2');
    expect(within(first ?? document.body).getByRole('rowheader')).toHaveTextContent('AST-000001');
  });

  test('draws only the window and keeps one tab stop', async () => {
    renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    const region = await grid();
    expect(within(region).getAllByRole('row').length).toBeLessThan(60);
    expect(region.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  test('Ctrl+End reaches the last row and Ctrl+Home comes back', async () => {
    const { user } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    await waitFor(async () => expect(await grid()).toHaveAttribute('aria-rowcount', '12482'));
    await user.tab();
    (await grid()).querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await user.keyboard('{Control>}{End}{/Control}');
    await waitFor(() => expect(document.activeElement?.closest('[role="row"]')).toHaveAttribute('aria-rowindex', '12482'));
    await user.keyboard('{Control>}{Home}{/Control}');
    await waitFor(() => expect(document.activeElement?.closest('[role="row"]')).toHaveAttribute('aria-rowindex', '2'));
  });

  test('a header sorts and the address says so', async () => {
    const { user, router } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    const name = screen.getByRole('columnheader', { name: 'Name' });
    await user.click(name);
    await waitFor(() => expect(router.state.location.search).toBe('?sort=name'));
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await user.click(screen.getByRole('columnheader', { name: 'Name' }));
    await waitFor(() => expect(router.state.location.search).toBe('?sort=-name'));
  });

  test('selects with x and Shift+Arrow and says how many', async () => {
    const { user } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    (await grid()).querySelector<HTMLElement>('[data-row-index="0"] [data-col-id="name"]')?.focus();
    await user.keyboard('x');
    expect(await screen.findByText('1 selected')).toBeInTheDocument();
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(await screen.findByText('3 selected')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByText('3 selected')).not.toBeInTheDocument());
  });

  test('hostile names are text and nothing else', async () => {
    renderConsole(ASSETS);
    expect(await screen.findByText('<script>alert(1)</script>')).toBeInTheDocument();
    expect(document.querySelector('main script')).toBeNull();
  });

  test('makes rows roomy', async () => {
    const { user } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(await screen.findByRole('radio', { name: 'Roomy' }));
    await waitFor(() => expect(document.querySelector('[data-row-index="0"]')).toHaveStyle({ height: '40px' }));
  });

  test('says who may not see it, and what is down', async () => {
    server.use(http.get('*/assets/rows', () => HttpResponse.json({ title: 'You may not do this.' }, { status: 403 })));
    renderConsole(ASSETS);
    expect(await screen.findByRole('heading', { name: 'You may not see assets here' })).toBeInTheDocument();
  });

  test('offers a retry when the register is down', async () => {
    let down = true;
    server.use(
      http.get('*/assets/rows', () => (down ? HttpResponse.json({ title: 'The database is restarting.' }, { status: 503 }) : undefined)),
    );
    const { user } = renderConsole(ASSETS);
    expect(await screen.findByText('The database is restarting.')).toBeInTheDocument();
    down = false;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('AST-000001')).toBeInTheDocument();
  });
});

describe('the filter', () => {
  test('typed text becomes a token, the address and a count', async () => {
    const { user, router } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    await user.type(screen.getByRole('textbox', { name: 'Filter' }), 'status=deployed{Enter}');
    await waitFor(() => expect(router.state.location.search).toBe('?q=status%3Ddeployed'));
    expect(await screen.findByRole('button', { name: /Filter status=deployed\. Enter edits/ })).toHaveTextContent('Status = Deployed');
    expect(await screen.findByText('412 matches')).toBeInTheDocument();
  });

  test('an unknown field says so, and no rows are asked for', async () => {
    const asked: string[] = [];
    server.events.on('request:start', ({ request }) => {
      if (request.url.includes('/assets/rows')) asked.push(request.url);
    });
    const { user } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    const before = asked.length;
    await user.type(screen.getByRole('textbox', { name: 'Filter' }), 'stauts=deployed{Enter}');
    expect(await screen.findByText(/No field 'stauts'\. Did you mean status\?/)).toBeInTheDocument();
    expect(screen.getByText('AST-000001')).toBeInTheDocument();
    expect(asked).toHaveLength(before);
  });

  test('an unknown field after a filter that matched nothing is told as what it is', async () => {
    const { user } = renderConsole(`${ASSETS}?q=nomatch`);
    await screen.findByText('No asset matches these filters');
    await user.type(screen.getByRole('textbox', { name: 'Filter' }), 'stauts=deployed{Enter}');
    expect(await screen.findByText('Part of this filter means nothing')).toBeInTheDocument();
    expect(screen.queryByText('No asset matches these filters')).not.toBeInTheDocument();
  });

  test('a chip toggles its token, Backspace reaches it and Delete removes it', async () => {
    const { user, router } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    const chip = screen.getByRole('button', { name: 'In repair', pressed: false });
    await user.click(chip);
    expect(await screen.findByRole('button', { name: 'In repair', pressed: true })).toBeInTheDocument();
    await user.click(screen.getByRole('textbox', { name: 'Filter' }));
    await user.keyboard('{Backspace}');
    expect(screen.getByRole('button', { name: /Filter status=in_repair/ })).toHaveFocus();
    await user.keyboard('{Delete}');
    await waitFor(() => expect(router.state.location.search).toBe(''));
  });

  test('suggests fields, then their values', async () => {
    const { user, router } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    const input = screen.getByRole('textbox', { name: 'Filter' });
    await user.type(input, 'mod');
    await user.click(await screen.findByRole('option', { name: /^Model/ }));
    expect(input).toHaveValue('model:');
    await user.click(await screen.findByRole('option', { name: /Latitude 7440/ }));
    await waitFor(() => expect(router.state.location.search).toContain('model%3A%22Latitude+7440%22'));
  });

  test('an answer that comes while a suggestion is pressed takes no click away', async () => {
    let asked = 0;
    server.use(
      http.get('*/assets/suggest', ({ request }) => {
        asked += 1;
        const label = new URL(request.url).searchParams.get('q') === 'La' ? 'Latitude 7440' : 'Latitude 5440';
        return HttpResponse.json({ values: [{ value: label, label, count: 3, relation: 'eq' }] });
      }),
    );
    const { user, router } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    const input = screen.getByRole('textbox', { name: 'Filter' });
    await user.type(input, 'model:La');
    const option = await screen.findByRole('option', { name: /Latitude 7440/ });
    const before = asked;
    // Pressed while the next answer is on its way, released when it is there.
    fireEvent.change(input, { target: { value: 'model:Lat' } });
    await user.pointer({ keys: '[MouseLeft>]', target: option });
    await waitFor(() => expect(asked).toBeGreaterThan(before));
    await user.pointer({ keys: '[/MouseLeft]', target: option });
    await waitFor(() => expect(router.state.location.search).toContain('Latitude+7440'));
  });

  test('nothing matching offers to clear', async () => {
    const { user, router } = renderConsole(`${ASSETS}?q=nomatch`);
    expect(await screen.findByRole('heading', { name: 'No asset matches these filters' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(router.state.location.search).toBe(''));
  });
});

describe('the drawer', () => {
  test('opens on Enter, walks with j, closes on Escape back to the row', async () => {
    const { user, router } = renderConsole(ASSETS);
    await screen.findByText('AST-000001');
    (await grid()).querySelector<HTMLElement>('[data-row-index="0"] [data-col-id="tag"]')?.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: 'dell-00000' })).toHaveFocus();
    expect(router.state.location.search).toBe('?open=a0');
    await user.keyboard('j');
    expect(await screen.findByRole('heading', { name: 'hp-07919' })).toHaveFocus();
    expect(screen.getByText('2 of 12,481')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('complementary', { name: 'Asset' })).not.toBeInTheDocument());
    expect(document.activeElement?.closest('[role="row"]')).toHaveAttribute('data-row-id', 'a1');
  });

  test('a shared link finds a row far from the first', async () => {
    renderConsole(`${ASSETS}?open=a9000&tab=history`);
    expect(await screen.findByText('9,001 of 12,481')).toBeInTheDocument();
    expect(await screen.findByText('Screen replaced', { exact: false })).toBeInTheDocument();
    const drawer = within(screen.getByRole('complementary', { name: 'Asset' }));
    expect(drawer.getByRole('row', { name: /^Status/ })).toHaveTextContent('In repair');
    expect(await screen.findByText('AST-009001', { selector: '[role="rowheader"] *' })).toBeInTheDocument();
  });

  test('edits a field in place and the row follows', async () => {
    const { user } = renderConsole(`${ASSETS}?open=a0`);
    await user.click(await screen.findByRole('button', { name: 'Edit Name' }));
    const input = screen.getByRole('textbox', { name: 'Name' });
    await user.clear(input);
    await user.type(input, 'reception-pc{Enter}');
    expect(await screen.findByText('reception-pc', { selector: '[role="gridcell"] *' })).toBeInTheDocument();
  });

  test('a lost race shows both values and keeps mine when asked', async () => {
    const versions: (string | null)[] = [];
    server.use(
      http.patch('*/assets/:id', ({ request }) => {
        versions.push(request.headers.get('If-Match'));
        if (versions.length > 1) return undefined;
        const current = { ...assetOf(0), name: 'theirs', version: 9 };
        return HttpResponse.json({ title: 'Somebody else changed this asset.', code: 'version_conflict', current }, { status: 412 });
      }),
    );
    const { user } = renderConsole(`${ASSETS}?open=a0`);
    await user.click(await screen.findByRole('button', { name: 'Edit Name' }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'mine{Enter}');
    expect(await screen.findByText(/It now says: theirs/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(versions).toEqual(['"3"', '"9"']));
  });

  test('a refused value stays typed and says why', async () => {
    server.use(
      http.patch('*/assets/:id', () =>
        HttpResponse.json({ title: 'This is not right.', errors: [{ field: 'name', code: 'too_long', message: 'At most 200 characters.' }] }, { status: 422 }),
      ),
    );
    const { user } = renderConsole(`${ASSETS}?open=a0`);
    await user.click(await screen.findByRole('button', { name: 'Edit Name' }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), '!{Enter}');
    expect(await screen.findByText('At most 200 characters.')).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('dell-00000!');
  });

  test('shows identifiers, and a deleted asset as gone', async () => {
    const { user } = renderConsole(`${ASSETS}?open=a0`);
    await user.click(await screen.findByRole('tab', { name: 'Identity' }));
    const identifiers = await screen.findByRole('region', { name: 'Identifiers' });
    expect(within(identifiers).getByText(/^00:1A:2B/)).toBeInTheDocument();
    server.use(http.get('*/assets/a1', () => HttpResponse.json({ title: 'Not found.' }, { status: 404 })));
    await user.click(screen.getByRole('button', { name: 'Next asset' }));
    expect(await screen.findByRole('heading', { name: 'This asset is not here' })).toBeInTheDocument();
  });

  test('asks before it deletes', async () => {
    const deleted: string[] = [];
    server.use(
      http.delete('*/assets/:id', ({ request }) => {
        deleted.push(request.headers.get('If-Match') ?? '');
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = renderConsole(`${ASSETS}?open=a0`);
    await user.click(await screen.findByRole('button', { name: 'Asset actions' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete asset' }));
    await user.click(await screen.findByRole('button', { name: 'Delete asset' }));
    await waitFor(() => expect(deleted).toEqual(['"3"']));
  });
});
