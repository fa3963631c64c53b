import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { importFix, issues, layout, mapping, checkRow, presets, wizardImport } from '@/testing/importFixtures';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { context } from '@/testing/mockApi';
import { importInState } from '@/testing/mockImports';
import { renderConsole, renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import { undone, undoRead } from '@/testing/undoFixtures';
import { job } from '@/testing/fixtures';
import '../messages';
import { MapToolbar } from './map/MapToolbar';

const AT = '/t/northwind/all/imports';

/** Keeps what the console writes to one address. */
function listen(method: 'put' | 'post' | 'patch', path: string, answer: () => object, status = 200): unknown[] {
  const sent: unknown[] = [];
  server.use(
    http[method](`*/api/v1${path}`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(answer(), { status });
    }),
  );
  return sent;
}

describe('upload', () => {
  test('a chosen file goes up and leads to its sheet', async () => {
    const { user, router } = renderConsole(`${AT}/new`);
    const button = await screen.findByRole('button', { name: 'Upload' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('Choose a file to go on.');
    await user.upload(screen.getByLabelText('Choose file', { selector: 'input' }), new File(['a,b'], 'inventory.csv', { type: 'text/csv' }));
    await user.click(button);
    await waitFor(() => expect(router.state.location.pathname).toBe(`${AT}/i1/sheet`));
  });

  test('what cannot be a table is refused before anything is sent', async () => {
    const { user } = renderConsole(`${AT}/new`);
    await screen.findByRole('button', { name: 'Upload' });
    const input = screen.getByLabelText('Choose file', { selector: 'input' });
    await user.upload(input, new File([], 'empty.csv', { type: 'text/csv' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The file is empty.');
    expect(screen.getByRole('button', { name: 'Upload' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('what is larger than this server takes is refused before anything is sent', async () => {
    const { user } = renderConsole(`${AT}/new`);
    expect(await screen.findByText('CSV, TSV, XLSX or XLS, up to 1.0 KB')).toBeVisible();
    await user.upload(screen.getByLabelText('Choose file', { selector: 'input' }), new File(['x'.repeat(1025)], 'large.csv', { type: 'text/csv' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The file is larger than 1.0 KB, the most that is accepted here.');
    expect(screen.getByRole('button', { name: 'Upload' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('the refusal of the server is shown in its own words', async () => {
    server.use(http.post('*/api/v1/imports', () => HttpResponse.json({ title: 'The file is a PDF document, not a table.', code: 'file_unreadable' }, { status: 422 })));
    const { user } = renderConsole(`${AT}/new`);
    await screen.findByRole('button', { name: 'Upload' });
    await user.upload(screen.getByLabelText('Choose file', { selector: 'input' }), new File(['%PDF'], 'list.csv', { type: 'text/csv' }));
    await user.click(screen.getByRole('button', { name: 'Upload' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The file is a PDF document, not a table.');
  });

  test('pasted cells are counted and go the same way as a file', async () => {
    const { user, router } = renderConsole(`${AT}/new`);
    await user.click(await screen.findByRole('tab', { name: 'Paste rows' }));
    await user.click(screen.getByRole('textbox', { name: 'Rows from a spreadsheet' }));
    await user.paste('Serial\tName\n4XK2\tdell-1\n9PL1\thp-2');
    expect(screen.getByText('2 rows')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Upload' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`${AT}/i1/sheet`));
  });

  test('a preset of one’s own is renamed, and a name that is taken says so', async () => {
    const sent: unknown[] = [];
    server.use(
      http.patch('*/api/v1/import-presets/:id', async ({ request }) => {
        sent.push(await request.json());
        return sent.length === 1
          ? HttpResponse.json({ title: 'There is a preset called “Orders” already.', code: 'preset_name_taken' }, { status: 409 })
          : HttpResponse.json({});
      }),
    );
    const { user } = renderConsole(`${AT}/new`);
    await user.click(await screen.findByRole('button', { name: 'Rename preset Dell order form' }));
    const dialog = await screen.findByRole('dialog', { name: 'Rename preset Dell order form' });
    const name = within(dialog).getByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.paste('Orders');
    await user.click(within(dialog).getByRole('button', { name: 'Rename' }));
    expect(await within(dialog).findByText('There is a preset called “Orders” already.')).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(sent).toEqual([{ name: 'Orders' }, { name: 'Orders' }]);
  });

  test('what was begun is offered again, at its step', async () => {
    renderConsole(`${AT}/new`);
    expect(await screen.findByRole('link', { name: 'Resume leeds.csv' })).toHaveAttribute('href', `${AT}/checked/check`);
    expect(screen.getByText(/Step 4, Check/)).toBeInTheDocument();
  });

  test('a role without the permission is told so', async () => {
    server.use(http.get('*/api/v1/me/context', async () => HttpResponse.json({ ...(await import('@/testing/mockApi')).context, permissions: ['assets:read'] })));
    renderConsole(`${AT}/new`);
    expect(await screen.findByRole('alert')).toHaveTextContent('You may not import files here');
  });
});

describe('finding the step', () => {
  test('an address without a step leads where the server remembers, and a closed step to the last open one', async () => {
    const { router } = renderConsole(`${AT}/checked`);
    await waitFor(() => expect(router.state.location.pathname).toBe(`${AT}/checked/check`));
    const second = renderConsole(`${AT}/i2/run`);
    await waitFor(() => expect(second.router.state.location.pathname).toBe(`${AT}/i2/check`));
  });

  test('moving to a step is remembered on the server and takes focus to its heading', async () => {
    const sent = listen('patch', '/imports/:id', () => wizardImport({ step: 'map' }));
    server.use(http.get('*/api/v1/imports/:id', () => HttpResponse.json(wizardImport({ step: 'sheet' }))));
    const { user } = renderConsole(`${AT}/i1/sheet`);
    await user.click(await screen.findByRole('button', { name: 'Map columns' }));
    await waitFor(() => expect(screen.getByRole('heading', { level: 1, name: 'Map columns' })).toHaveFocus());
    await waitFor(() => expect(sent).toEqual([{ step: 'map' }]));
  });
});

describe('sheet', () => {
  test('shows the file as it is read and reads it anew on a change', async () => {
    const sent = listen('put', '/imports/:id/layout', () => layout({ encoding: 'utf-8', encoding_is_chosen: true }));
    const { user } = renderConsole(`${AT}/i1/sheet`);
    expect(await screen.findByRole('row', { name: /^3\s*\(headings\).*Serial No\./ })).toBeInTheDocument();
    expect(screen.getByText('184 values prove it: day first')).toBeInTheDocument();
    await user.click(screen.getByRole('combobox', { name: 'Encoding' }));
    await user.click(await screen.findByRole('option', { name: 'UTF-8' }));
    await waitFor(() => expect(sent).toEqual([{ encoding: 'utf-8' }]));
    expect(await screen.findByText('Chosen by you')).toBeInTheDocument();
  });

  test('dates that nothing proves have to be chosen before going on', async () => {
    const date = { column: 3, header: 'Bought', field: 'purchase_date', order: null, assumed: null, day_first: 0, month_first: 0, either: 12, is_chosen: false, needs_choice: true, examples: ['03/04/2024'] };
    server.use(
      http.get('*/api/v1/imports/:id/layout', () => HttpResponse.json(layout({ dates: [date] }))),
      http.get('*/api/v1/imports/:id', () =>
        HttpResponse.json(wizardImport({ step: 'sheet', blockers: [{ step: 'sheet', code: 'date_order_unchosen', message: 'Choose how the dates in “Bought” are read.' }] })),
      ),
    );
    renderConsole(`${AT}/i1/sheet`);
    expect(await screen.findByText('Choose: 03/04/2024 can be read both ways.')).toBeInTheDocument();
    const next = screen.getByRole('button', { name: 'Map columns' });
    expect(next).toHaveAttribute('aria-disabled', 'true');
    expect(next).toHaveAccessibleDescription(/Choose how the dates/);
  });
});

describe('map', () => {
  test('shows what each column becomes and why', async () => {
    renderConsole(`${AT}/i1/map`);
    expect(await screen.findByRole('row', { name: /Whs.*Check 0\.71.*92 % of the values/ })).toBeInTheDocument();
    expect(screen.getByText('5 columns mapped · 1 to check · 1 not imported')).toBeInTheDocument();
    expect(await screen.findByRole('button', { name: 'Values of State: 1 to choose' })).toBeInTheDocument();
  });

  test('a preset that knows none of the headings can be applied all the same', async () => {
    const sent = listen('post', '/imports/:id/apply-preset', () => mapping());
    const { user } = renderPart(
      <TenantScopeProvider context={context} clientSegment="all">
        <MapToolbar record={wizardImport()} mapping={mapping()} counts={{ mapped: 5, check: 1, rest: 1 }} onReplaced={() => undefined} />
      </TenantScopeProvider>,
    );
    await user.click(await screen.findByRole('combobox', { name: 'Preset' }));
    expect(await screen.findByRole('option', { name: 'Dell order form (5 of 6 headings)' })).toBeInTheDocument();
    await user.click(screen.getByRole('option', { name: 'Datto RMM' }));
    await waitFor(() => expect(sent).toEqual([{ preset: 'builtin:datto_rmm' }]));
  });

  test('headings of a shipped preset that nobody has confirmed are named', async () => {
    const plain = mapping();
    const columns = plain.columns.map((column) => (column.index === 1 ? { ...column, header: 'C' } : column));
    server.use(http.get('*/api/v1/imports/:id/mapping', () => HttpResponse.json({ ...plain, columns, preset: { id: 'builtin:datto_rmm', name: 'Datto RMM' } })));
    renderConsole(`${AT}/i1/map`);
    expect(await screen.findByText('Datto RMM: one heading here is not confirmed by a real export yet (C). Look at what they fill.')).toBeInTheDocument();
  });

  test('two columns for one field are marked on both, and the reason leads to one of them', async () => {
    const sent = listen('put', '/imports/:id/mapping', () => wizardImport());
    const { user } = renderConsole(`${AT}/i1/map`);
    await user.click(await screen.findByRole('combobox', { name: 'Field for Rem2' }));
    await user.click(await screen.findByRole('option', { name: 'Name' }));
    expect(await screen.findByText('Also filled by “Device”')).toBeInTheDocument();
    expect(screen.getByText('Also filled by “Rem2”')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Check rows' })).toHaveAttribute('aria-disabled', 'true');
    expect(sent).toEqual([]);
    await user.click(screen.getByRole('button', { name: '“Device”, “Rem2” fill the same field. Change one of them.' }));
    expect(screen.getByRole('combobox', { name: 'Field for Rem2' })).toHaveFocus();
  });

  test('a choice is kept at once', async () => {
    const sent = listen('put', '/imports/:id/mapping', () => wizardImport());
    const { user } = renderConsole(`${AT}/i1/map`);
    await user.click(await screen.findByRole('button', { name: 'Notes 0.41' }));
    await waitFor(() => expect(sent).toEqual([{ columns: [{ index: 5, field: 'notes' }] }]));
  });

  test('a value of the file is matched with one of the list', async () => {
    const sent = listen('put', '/imports/:id/mapping', () => wizardImport());
    const { user } = renderConsole(`${AT}/i1/map`);
    await user.click(await screen.findByRole('button', { name: 'Values of State: 1 to choose' }));
    await user.click(await screen.findByRole('combobox', { name: 'What Shelf becomes' }));
    await user.click(await screen.findByRole('option', { name: 'In stock' }));
    await waitFor(() => expect(sent).toEqual([{ columns: [{ index: 4, values: { Shelf: 'in_stock' } }] }]));
  });

  test('a missing field takes one value for all rows', async () => {
    const sent = listen('put', '/imports/:id/mapping', () => wizardImport());
    server.use(
      http.get('*/api/v1/imports/:id/mapping', () =>
        HttpResponse.json(mapping({ required: [{ field: 'type', label: 'Type', is_satisfied: false, message: 'No column says what the assets are.' }] })),
      ),
    );
    const { user } = renderConsole(`${AT}/i1/map`);
    await user.type(await screen.findByRole('textbox', { name: 'One value of Type for all rows' }), 'Server');
    await user.click(screen.getByRole('button', { name: 'Set' }));
    await waitFor(() => expect(sent).toEqual([{ made: [{ header: 'Type', field: 'type', kind: 'value', text: 'Server' }] }]));
  });

  test('an export that comes back may empty fields, if somebody ticks it', async () => {
    const written = listen('put', '/imports/:id/mapping', () => wizardImport());
    server.use(http.get('*/api/v1/imports/:id/mapping', () => HttpResponse.json(mapping({ clear_empty: false }))));
    const { user } = renderConsole(`${AT}/i1/map`);
    await user.click(await screen.findByRole('checkbox', { name: 'Empty cells empty the field' }));
    await waitFor(() => expect(written).toEqual([{ clear_empty: true }]));
  });

  test('checking runs dry, and nothing is created that was not ticked', async () => {
    const written = listen('put', '/imports/:id/mapping', () => wizardImport());
    const ran = listen('post', '/imports/:id/run', () => job(), 202);
    const { user } = renderConsole(`${AT}/i1/map`);
    await user.click(await screen.findByRole('checkbox', { name: 'Locations' }));
    await waitFor(() => expect(written).toEqual([{ create: { location: true } }]));
    await user.click(screen.getByRole('button', { name: 'Check rows' }));
    await waitFor(() => expect(ran).toEqual([{ dry_run: true, strict: true }]));
  });
});

describe('check', () => {
  test('problems are told by cause, and in the row by word', async () => {
    renderConsole(`${AT}/checked/check`);
    expect(await screen.findByRole('button', { name: /Error\s*22\s*Unknown location/ })).toBeInTheDocument();
    const grid = screen.getByRole('grid', { name: 'Rows of the file' });
    expect(await within(grid).findAllByText(/The location Leads is not known/)).not.toHaveLength(0);
    expect(within(grid).getAllByText('Error:')).not.toHaveLength(0);
    // Icon, word and text together: without colour and without hovering it says the same.
    expect(within(grid).getAllByText('Error')[0]?.parentElement?.querySelector('svg')).not.toBeNull();
  });

  test('a fix of all alike says how many rows change before it does', async () => {
    const sent = listen('post', '/imports/:id/fixes', () => importFix(), 201);
    const { user } = renderConsole(`${AT}/checked/check`);
    await user.click(await screen.findByRole('button', { name: /Error\s*22\s*Unknown location/ }));
    await user.click(screen.getByRole('button', { name: 'Use “Leeds”' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('22 rows change.')).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Change 22 rows' }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[0]).toMatchObject({ kind: 'alike', column: 2, from: 'Leads', to: 'Leeds', preview: true });
    expect(sent[1]).toEqual({ kind: 'alike', column: 2, from: 'Leads', to: 'Leeds', code: 'unknown_location' });
  });

  test('F8 walks from error to error, and the row is mended there', async () => {
    const sent = listen('post', '/imports/:id/fixes', () => importFix({ rows: 1, checked: [checkRow(2, { marks: [] })] }), 201);
    const { user } = renderConsole(`${AT}/checked/check`);
    await screen.findAllByText(/The location Leads is not known/);
    await user.keyboard('{F8}');
    const first = await screen.findByRole('complementary', { name: 'Row 2' });
    expect(within(first).getByRole('textbox', { name: 'Whs' })).toHaveFocus();
    await user.keyboard('{F8}');
    expect(await screen.findByRole('complementary', { name: 'Row 3' })).toBeInTheDocument();
    await user.keyboard('{Shift>}{F8}{/Shift}');
    const again = await screen.findByRole('complementary', { name: 'Row 2' });
    await user.click(within(again).getByRole('button', { name: 'Use “Leeds”' }));
    await waitFor(() => expect(sent).toEqual([{ kind: 'cell', row: 2, column: 2, value: 'Leeds' }]));
    expect(await within(again).findByText('In order')).toBeInTheDocument();
  });

  test('F2 mends a cell in place', async () => {
    const sent = listen('post', '/imports/:id/fixes', () => importFix({ rows: 1 }), 201);
    const { user } = renderConsole(`${AT}/checked/check`);
    const [cell] = await screen.findAllByRole('gridcell', { name: 'dell-702' });
    cell?.focus();
    await user.keyboard('{F2}');
    const input = await screen.findByRole('textbox', { name: 'Device' });
    await user.clear(input);
    await user.type(input, 'dell-new{Enter}');
    await waitFor(() => expect(sent).toEqual([{ kind: 'cell', row: 2, column: 1, value: 'dell-new' }]));
  });

  test('numbers that changed are counted again on the way to the next step', async () => {
    const ran = listen('post', '/imports/:id/run', () => job(), 202);
    server.use(http.get('*/api/v1/imports/:id', () => HttpResponse.json({ ...importInState('checked'), is_stale: true })));
    const { user } = renderConsole(`${AT}/checked/check`);
    await user.click(await screen.findByRole('button', { name: 'Go on to duplicates' }));
    await waitFor(() => expect(ran).toEqual([{ dry_run: true }]));
  });

  test('a file without problems says so', async () => {
    server.use(
      http.get('*/api/v1/imports/:id/issues', () => HttpResponse.json(issues({ errors: 0, warnings: 0, ok: 312, items: [] }))),
      http.get('*/api/v1/imports/:id/check-rows', () => HttpResponse.json({ items: [checkRow(1, { marks: [] })], next_cursor: null })),
    );
    renderConsole(`${AT}/checked/check`);
    expect(await screen.findByText('312 in order')).toBeInTheDocument();
    expect(screen.getByText('No row will be left out.')).toBeInTheDocument();
  });
});

describe('duplicates', () => {
  test('what is twice in the file comes first; keys decide and walk on', async () => {
    const sent = listen('put', '/imports/:id/choices', () => ({ rows: 1 }));
    const { user } = renderConsole(`${AT}/checked/duplicates`);
    const groups = await screen.findByRole('region', { name: 'Duplicates by what they share' });
    expect(within(groups).getAllByRole('button')[0]).toHaveTextContent('In this file');
    expect(await screen.findByText('Intune, 2 days ago')).toBeInTheDocument();
    await user.keyboard('c');
    expect(sent).toEqual([]);
    await user.keyboard('s');
    await waitFor(() => expect(sent).toEqual([{ scope: 'row', row: 88, action: 'skip' }]));
    expect(await screen.findByText('2 of 6')).toBeInTheDocument();
    await user.keyboard('c');
    await waitFor(() => expect(sent[1]).toEqual({ scope: 'row', row: 90, action: 'create' }));
  });

  test('a field keeps its recorded value, and one decision goes for all alike', async () => {
    const sent = listen('put', '/imports/:id/choices', () => ({ rows: 6 }));
    const { user } = renderConsole(`${AT}/checked/duplicates`);
    await user.click(await screen.findByRole('button', { name: 'Name: keep what is recorded' }));
    await waitFor(() => expect(sent).toEqual([{ scope: 'row', row: 88, action: 'merge', merge: 'take', fields: { name: 'keep' } }]));
    await user.click(await screen.findByRole('combobox', { name: 'For all “In this file”' }));
    await user.click(await screen.findByRole('option', { name: 'Fill empty fields only' }));
    await user.click(screen.getByRole('button', { name: 'Apply to 6 rows' }));
    await waitFor(() => expect(sent[1]).toEqual({ scope: 'kind', kind: 'in_file', action: 'merge', merge: 'fill' }));
    expect(await screen.findByText('Applied to 6 rows.')).toBeInTheDocument();
  });
});

describe('the list', () => {
  test('says what was undone since, and is narrowed by the address', async () => {
    const asked: string[] = [];
    server.use(
      http.get('*/api/v1/imports', ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ items: [wizardImport({ state: 'finished', standing: 'undone' })], next_cursor: null });
      }),
    );
    const { user, router } = renderConsole(AT);
    expect(await screen.findByText('Undone')).toBeInTheDocument();
    await user.click(screen.getByRole('combobox', { name: 'Show' }));
    await user.click(await screen.findByRole('option', { name: 'Finished' }));
    await waitFor(() => expect(asked.at(-1)).toMatch(/state=finished&undone=false/));
    expect(router.state.location.search).toBe('?state=finished');
  });
});

describe('run and result', () => {
  test('the mapping is kept as a preset once all is decided', async () => {
    const sent = listen('post', '/import-presets', () => ({ ...presets[1] }), 201);
    const { user } = renderConsole(`${AT}/finished/result`);
    await user.click(await screen.findByText('Save as preset'));
    await user.type(within(await screen.findByRole('dialog', { name: 'Save as preset' })).getByRole('textbox', { name: 'Name' }), 'Leeds{Enter}');
    await waitFor(() => expect(sent).toEqual([{ name: 'Leeds', is_default: false, import_id: 'finished' }]));
  });

  test('undo says what was changed since, and the result tells that it was undone and how to redo', async () => {
    const sent = listen('post', '/imports/:id/undo', () => undoRead, 202);
    const { user } = renderConsole(`${AT}/finished/result`);
    await user.click(await screen.findByRole('button', { name: 'Undo this import' }));
    const asked = await screen.findByRole('dialog', { name: 'Undo: the import of leeds.csv' });
    expect(await within(asked).findByText('2,950')).toBeInTheDocument();
    expect(within(asked).getByText(/What was created goes/)).toBeInTheDocument();
    expect(screen.getByText('by hand')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Overwrite all of them' }));
    server.use(http.get('*/api/v1/change-sets/:id', () => HttpResponse.json(undone)));
    const redone: string[] = [];
    server.use(
      http.post('*/api/v1/change-sets/:id/undo', ({ params }) => {
        redone.push(String(params['id']));
        return HttpResponse.json(undoRead, { status: 202 });
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Undo on 2,952 records' }));
    await waitFor(() => expect(sent).toEqual([{ conflicts: 'force' }]));
    expect(await screen.findByText(/2,950 records undone, 2 left as they were/)).toBeInTheDocument();
    await user.click(within(document.getElementsByTagName('main')[0] ?? document.body).getByText('Redo')); // the toast offers it too
    await waitFor(() => expect(redone).toEqual(['s11']));
  });

  test('says what will happen, field by field, and runs on one press with the limit chosen', async () => {
    const sent = listen('post', '/imports/:id/run', () => job(), 202);
    const { user } = renderConsole(`${AT}/checked/run`);
    expect(await screen.findByText(/312 rows were checked\. This is what the import will do/)).toBeInTheDocument();
    expect(await screen.findAllByText('dell-leeds-01')).not.toHaveLength(0);
    await user.click(screen.getByRole('checkbox', { name: 'Stop if more than' }));
    await user.click(screen.getByRole('button', { name: 'Import 288 rows' }));
    await waitFor(() => expect(sent).toEqual([{ dry_run: false, strict: true, stop_above_percent: 5 }]));
  });

  test('numbers that no longer hold are not run', async () => {
    const sent = listen('post', '/imports/:id/run', () => job(), 202);
    const { user } = renderConsole(`${AT}/stale/run`);
    expect(await screen.findByText('Choices changed since these numbers were counted.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Import \d/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Count again' }));
    await waitFor(() => expect(sent).toEqual([{ dry_run: true }]));
  });

  test('the run is told live in words and can be stopped', async () => {
    const stopped = listen('post', '/jobs/:id/cancel', () => job({ state: 'cancelled', can_cancel: false }));
    server.use(
      http.post('*/api/v1/jobs/:id/cancel', () => {
        stopped.push('cancel');
        return HttpResponse.json(job({ state: 'cancelled', can_cancel: false }));
      }),
    );
    const { user } = renderConsole(`${AT}/running/run`);
    expect(await screen.findByText(/1,904 of 3,120 rows/)).toBeInTheDocument();
    expect(screen.getByRole('progressbar', { name: 'Import progress' })).toHaveAttribute('aria-valuenow', String((1904 / 3120) * 100));
    await user.click(screen.getByRole('button', { name: 'Stop the import' }));
    await waitFor(() => expect(stopped).toEqual(['cancel']));
  });

  test('the result counts, lists problem rows, offers the files and a second try', async () => {
    const { user, router } = renderConsole(`${AT}/finished/result`);
    expect(await screen.findByText(/312 rows were read\. This is what the import did/)).toBeInTheDocument();
    expect(await screen.findByRole('row', { name: /17.*Did you mean Leeds/ })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Download 9 rows with reasons' })).toHaveAttribute('href', expect.stringContaining('/files/f1/content'));
    expect(screen.getByRole('link', { name: 'Show imported assets' })).toHaveAttribute('href', expect.stringContaining('q=import%3Dfinished'));
    expect(screen.getByRole('link', { name: 'Decide 2 undecided rows' })).toHaveAttribute('href', expect.stringContaining('/reviews?job='));
    await user.click(screen.getByRole('button', { name: 'Fix and re-import these' }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/\/imports\/i3/));
  });
});
