import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import { TenantScopeProvider } from '@/shared/session/tenant';
import { catalogue } from '@/testing/fixtures';
import { context } from '@/testing/mockApi';
import { selectionToken } from '@/testing/mockBulk';
import { template } from '@/testing/mockTemplates';
import { renderConsole, renderPart } from '@/testing/render';
import { server } from '@/testing/setup';
import { BulkDialog } from '../bulk/BulkDialog';
import { TemplatePicker } from './TemplatePicker';

const PAGE = '/t/northwind/all/assets/templates';

/** What is written to a path, as it comes. */
function sentTo(method: 'post' | 'patch' | 'delete', path: string): unknown[] {
  const sent: unknown[] = [];
  server.use(
    http[method](`*/api/v1${path}`, async ({ request }) => {
      const text = await request.clone().text();
      sent.push(text === '' ? null : JSON.parse(text));
      return undefined;
    }),
  );
  return sent;
}

async function menuOf(name: string) {
  const view = renderConsole(PAGE);
  await view.user.click(await screen.findByRole('button', { name: `Actions for ${name}` }));
  return view;
}

test('a run asks, shows what would change, and sends what was said', async () => {
  const sent = sentTo('post', '/bulk');
  let started: string | null = null;
  const { user } = renderPart(
    <TenantScopeProvider context={context} clientSegment="all">
      <BulkDialog token={selectionToken()} preset={{ template: template() }} catalogue={catalogue} onStarted={(job) => (started = job.id)} onClose={() => undefined} />
    </TenantScopeProvider>,
  );
  const dialog = await screen.findByRole('dialog', { name: 'Refresh 2026: Change 3 assets' });
  expect(within(dialog).getByText('Status = In repair')).toBeInTheDocument();
  expect(within(dialog).getByText('Fill in what is asked to see what would change.')).toBeInTheDocument();
  await user.click(within(dialog).getByLabelText(/^Which rack/));
  await user.paste('R7');
  expect(await within(dialog).findByLabelText('Preview')).toBeInTheDocument();
  await user.click(await within(dialog).findByText('Change 2 assets'));
  await waitFor(() => expect(started).toBe('b1'));
  expect(sent[0]).toMatchObject({ operation: { kind: 'template', template: 't1', version: 3, values: { rack: 'R7' } } });
});

test('the picker finds a template by name, and Enter takes it', async () => {
  const picked: string[] = [];
  const { user } = renderPart(
    <TenantScopeProvider context={context} clientSegment="all">
      <MemoryRouter>
        <TemplatePicker catalogue={catalogue} onPick={({ name }) => picked.push(name)} onClose={() => undefined} />
      </MemoryRouter>
    </TenantScopeProvider>,
  );
  await user.type(await screen.findByLabelText('Find a template'), 'retire{Enter}');
  expect(picked).toEqual(['Retire to stock']);
});

test('the page says what each does, and an edit sends fixed values and questions', async () => {
  const sent = sentTo('patch', '/bulk-templates/:id');
  const { user } = await menuOf('Refresh 2026');
  expect(await screen.findByText('Rack = (Which rack?)')).toBeInTheDocument();
  await user.click(await screen.findByRole('menuitem', { name: 'Edit' }));
  const dialog = await screen.findByRole('dialog', { name: 'Edit template' });
  const question = within(dialog).getByLabelText('Question');
  await user.clear(question);
  await user.paste('Rack number');
  await user.click(within(dialog).getByLabelText('May be left open'));
  await user.click(within(dialog).getByText('Save template'));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    name: 'Refresh 2026',
    description: '',
    sharing: 'team',
    client_id: null,
    content: {
      operation: {
        kind: 'edit',
        edits: [
          { action: 'set', field: 'status', value: 'in_repair' },
          { action: 'set', field: 'cf.rack', parameter: 'cf_rack' },
        ],
      },
      parameters: [{ key: 'cf_rack', label: 'Rack number', required: false, default: null }],
    },
  });
});

test('a former version is taken up again', async () => {
  const sent = sentTo('patch', '/bulk-templates/:id');
  const { user } = await menuOf('Refresh 2026');
  await user.click(await screen.findByRole('menuitem', { name: 'Versions' }));
  await user.click(await screen.findByRole('button', { name: 'Use version 2 again' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({ content: { operation: { kind: 'edit', edits: [{ action: 'set', field: 'status', value: 'retired' }] }, parameters: [] } });
});

test('a deleted one can be had back', async () => {
  const undone = sentTo('post', '/change-sets/:id/undo');
  const { user } = await menuOf('Retire to stock');
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(undone).toHaveLength(1));
});

test('says that there is none, and why there could be', async () => {
  server.use(http.get('*/api/v1/bulk-templates', () => HttpResponse.json({ items: [] })));
  renderConsole(PAGE);
  expect(await screen.findByRole('heading', { name: 'No templates yet' })).toBeInTheDocument();
});
