import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import type { IssueGroup, WizardImport } from '@/shared/api/importTypes';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { importFix, issues, mapping, presets, wizardImport } from '@/testing/importFixtures';
import { context } from '@/testing/mockApi';
import { renderConsole, renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import '../../messages';
import { UnknownNamesDialog } from './UnknownNamesDialog';
import '../WizardPage'; // it comes in a piece of its own, and the first test would wait for it

const AT = '/t/northwind/all/imports/checked';
const UNKNOWN: IssueGroup = {
  code: 'unknown_client',
  column: 3,
  severity: 'error',
  field: 'client',
  label: 'Client',
  message: 'There is no client called “Blue Fin”.',
  rows: 60,
  names: 2,
  values: [
    { value: 'Blue Fin', rows: 40, suggestion: null },
    { value: 'Acmee', rows: 20, suggestion: 'Acme Ltd' },
  ],
};

function serveUnknown(more: Partial<IssueGroup> = {}): unknown[] {
  const sent: unknown[] = [];
  server.use(
    http.get('*/api/v1/imports/:id/issues', () => HttpResponse.json(issues({ errors: 60, items: [{ ...UNKNOWN, ...more }] }))),
    http.post('*/api/v1/imports/:id/fixes', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(importFix({ kind: 'create', rows: 60 }), { status: 201 });
    }),
  );
  return sent;
}

const serveCounts = (counts: Partial<WizardImport['counts']>): void => {
  const record = wizardImport({ id: 'checked', state: 'checked', counts: { rows: 60, created: 0, updated: 0, unchanged: 0, duplicate_in_file: 0, review: 0, rejected: 0, excluded: 0, ...counts } });
  server.use(
    http.get('*/api/v1/imports/:id', () => HttpResponse.json(record)),
    http.patch('*/api/v1/imports/:id', () => HttpResponse.json(record)),
    http.get('*/api/v1/imports/:id/matches', () => HttpResponse.json({ items: [], all: null, chosen_rows: 0 })),
  );
};

describe('clients that nobody has entered', () => {
  test('are said before anything else, with how many rows name them, and all created at once', async () => {
    const sent = serveUnknown({ values: [{ value: 'Blue Fin', rows: 40, suggestion: null }, { value: '<b>Kite</b>', rows: 20, suggestion: null }] });
    const { user } = renderConsole(`${AT}/check`);
    const bar = await screen.findByRole('region', { name: 'Unknown client' });
    expect(bar).toHaveTextContent('60 rows name 2 clients that are not here yet.');
    expect(screen.getByRole('button', { name: /Error\s*60\s*Unknown client/ })).toBeInTheDocument();
    await user.click(within(bar).getByRole('button', { name: 'Create these 2 clients' }));
    await waitFor(() => expect(sent).toEqual([{ kind: 'create', code: 'unknown_client' }]));
  });

  test('are decided one by one: created, or one that is here; a close name is never decided by itself', async () => {
    const sent = serveUnknown();
    const { user } = renderConsole(`${AT}/check`);
    const bar = await screen.findByRole('region', { name: 'Unknown client' });
    expect(bar).toHaveTextContent('One name is close to one that is here.');
    await user.click(within(bar).getByRole('button', { name: 'Decide one by one…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Clients the file names' });
    expect(within(dialog).getByRole('combobox', { name: 'What “Acmee” becomes' })).toHaveValue('Decide later');
    expect(within(dialog).getByRole('button', { name: 'Create 1' })).toBeEnabled();
    await user.click(within(dialog).getByRole('combobox', { name: 'What “Acmee” becomes' }));
    await user.click(await screen.findByRole('option', { name: 'Use “Acme Ltd”' }));
    await user.click(within(dialog).getByRole('button', { name: 'Create 1, use existing for 1' }));
    await waitFor(() =>
      expect(sent).toEqual([
        { kind: 'create', code: 'unknown_client', values: ['Blue Fin'] },
        { kind: 'alike', column: 3, from: 'Acmee', to: 'Acme Ltd', code: 'unknown_client' },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  test('what they stand for is kept in the preset of the file, unless somebody unticks it', async () => {
    serveUnknown();
    const record = wizardImport({ id: 'checked', preset: { id: 'p1', name: 'Dell order form' } });
    const kept: unknown[] = [];
    server.use(
      http.get('*/api/v1/imports/:id', () => HttpResponse.json(record)),
      http.patch('*/api/v1/import-presets/p1', async ({ request }) => {
        kept.push(await request.json());
        return HttpResponse.json(presets[1]);
      }),
    );
    let closed = 0;
    const { user } = renderPart(
      <TenantScopeProvider context={context} clientSegment="all">
        <UnknownNamesDialog recordId="checked" names={{ code: 'unknown_client', kind: 'client', issue: UNKNOWN }} columns={mapping().columns} onFixed={() => undefined} onClose={() => (closed += 1)} />
      </TenantScopeProvider>,
    );
    const dialog = await screen.findByRole('dialog', { name: 'Clients the file names' });
    expect(within(dialog).queryByRole('checkbox')).toBeNull();
    await user.click(within(dialog).getByRole('combobox', { name: 'What “Acmee” becomes' }));
    await user.click(await screen.findByRole('option', { name: 'Use “Acme Ltd”' }));
    expect(within(dialog).getByRole('checkbox', { name: /^Remember in the preset “Dell order form”/ })).toBeChecked();
    await user.click(within(dialog).getByText('Create 1, use existing for 1'));
    await waitFor(() => expect(closed).toBe(1));
    expect(kept).toEqual([{ import_id: 'checked' }]);
  });

  test('are not created by a role that may not', async () => {
    serveUnknown();
    server.use(http.get('*/api/v1/me/context', async () => HttpResponse.json({ ...(await import('@/testing/mockApi')).context, permissions: ['assets:read', 'imports:run'] })));
    renderConsole(`${AT}/check`);
    const bar = await screen.findByRole('region', { name: 'Unknown client' });
    expect(bar).toHaveTextContent('Your role may not create them');
    expect(within(bar).queryByRole('button', { name: /Create/ })).not.toBeInTheDocument();
  });
});

describe('later steps say what the numbers say', () => {
  test('of a file of which every row is left out', async () => {
    serveCounts({ rejected: 60 });
    renderConsole(`${AT}/duplicates`);
    expect(await screen.findByText('All 60 rows are left out. Mend what is wrong with them first.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Back to the check' })).toHaveAttribute('href', `${AT}/check`);
    expect(screen.queryByText(/becomes? (a )?new/)).not.toBeInTheDocument();
    renderConsole(`${AT}/run`);
    expect(await screen.findByText(/There is nothing to write: all 60 rows are left out/)).toBeInTheDocument();
  });

  test('of a file of which some are', async () => {
    serveCounts({ created: 58, rejected: 2 });
    renderConsole(`${AT}/duplicates`);
    expect(await screen.findByText('58 rows become new assets, and none stands in the file twice. 2 rows are left out.')).toBeInTheDocument();
  });
});
