import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { provenanceOf } from '@/testing/provenance';
import { server } from '@/testing/setup';
import './AssetDrawer'; // it comes in a piece of its own, and the first test would wait for it

const OPEN = '/t/northwind/all/assets?open=a0&tab=identity';
const values = () => screen.findByRole('region', { name: 'Where the values come from' }, { timeout: 15_000 }); // the first page is slow to come

describe('where values come from', () => {
  test('what stands and what another source says are side by side', async () => {
    renderConsole(OPEN);
    const ram = (await within(await values()).findByText('RAM (MB)')).closest('li');
    expect(ram).toHaveTextContent('16,384');
    expect(ram).toHaveTextContent('Datto RMM');
    expect(ram).toHaveTextContent('inventory says 8,192');
  });

  test('fields on which everybody agrees are shown on demand', async () => {
    const { user } = renderConsole(OPEN);
    const region = await values();
    expect(within(region).queryByText('Model')).not.toBeInTheDocument();
    await user.click(within(region).getByRole('button', { name: 'Show all fields' }));
    expect(within(region).getByText('Model')).toBeInTheDocument();
  });

  test('that no source is on record is said once for all such fields', async () => {
    const told = provenanceOf();
    const bare = (field: string, label: string) => ({ ...told.fields[2], field, label, source: null, observed_at: null });
    server.use(http.get('*/assets/:id/provenance', () => HttpResponse.json({ ...told, fields: [bare('model', 'Model'), bare('os', 'Operating system')] }, { headers: { ETag: '"71"' } })));
    renderConsole(OPEN);
    expect(await within(await values()).findByText('2 values have no source on record.')).toBeInTheDocument();
    expect(within(await values()).getByText('Operating system')).toBeInTheDocument();
  });

  test('hostile values are text', async () => {
    renderConsole(OPEN);
    expect(await within(await values()).findByText('<b>PF2AB9X1</b>')).toBeInTheDocument();
  });

  test('another value is taken at the version that was read', async () => {
    const asked: unknown[] = [];
    server.use(
      http.post('*/assets/:id/provenance/:field/take', async ({ request, params }) => {
        asked.push([params['field'], await request.json(), request.headers.get('If-Match')]);
        return HttpResponse.json(provenanceOf(), { headers: { ETag: '"72"' } });
      }),
    );
    const { user } = renderConsole(OPEN);
    await user.click(await within(await values()).findByRole('button', { name: 'Use 8,192 from inventory for RAM (MB)' }));
    await waitFor(() => expect(asked).toEqual([['ram_mb', { source: 'file:inventory' }, '"71"']]));
  });

  test('a lock needs a reason, and a refusal is told in the dialog', async () => {
    const reasons: unknown[] = [];
    server.use(
      http.put('*/assets/:id/locks/:field', async ({ request }) => {
        reasons.push(await request.json());
        return HttpResponse.json({ title: 'Somebody else changed this asset meanwhile.', code: 'asset_changed' }, { status: 412 });
      }),
    );
    const { user } = renderConsole(OPEN);
    await user.click(await within(await values()).findByRole('button', { name: 'Lock RAM (MB)' }));
    const dialog = await screen.findByRole('dialog', { name: 'Lock RAM (MB)' });
    await user.type(within(dialog).getByLabelText(/Why is it locked/), 'Measured by hand');
    await user.click(within(dialog).getByRole('button', { name: 'Lock field' }));
    expect(await within(dialog).findByText(/Somebody else changed this asset/)).toBeInTheDocument();
    expect(reasons).toEqual([{ reason: 'Measured by hand' }]);
  });

  test('what was taken for it is told with its evidence, and what people said of it', async () => {
    const said = { id: 'd1', client_id: 'c0', label: 'WS-9', asset_id: 'a0', asset_tag: 'AST-000001', asset_name: 'dell', is_same: false, decided_by_label: 'Rob Bell', decided_at: '2026-11-21T09:00:00Z' };
    server.use(http.get('*/api/v1/intake/decisions', () => HttpResponse.json({ items: [said], next_cursor: null })));
    const { user } = renderConsole(OPEN);
    const region = await screen.findByRole('region', { name: 'Why it is this asset' });
    expect(await within(region).findByText('Row 88 is AST-000001: serial number equal; name differs (renamed).')).toBeInTheDocument();
    expect(region).toHaveTextContent('locked by Priya Shah');
    await user.click(within(region).getByText('2 findings'));
    expect(within(region).getByText('<b>PF2AB9X1</b>')).toBeVisible();
    expect(within(region).getByText('LON-77, on record WS-0012').closest('li')).toHaveTextContent('speaks against it');
    expect(await within(region).findByText('Rob Bell said that WS-9 is not this asset.')).toBeInTheDocument();
  });

  test('the overview marks what is disputed or locked, and leads here', async () => {
    const { user } = renderConsole('/t/northwind/all/assets?open=a0');
    await user.click(await screen.findByRole('button', { name: /^RAM \(MB\): another source says something else. inventory: 8,192$/ }));
    expect(await values()).toBeInTheDocument();
  });
});
