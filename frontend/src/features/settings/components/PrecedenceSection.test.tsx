import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import type { Precedence } from '@/shared/api/provenance';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const SOURCES = '/t/northwind/all/settings/sources';
const AGENTS = { target: 'technical', mode: 'source' as const, sources: ['agent:NinjaOne', 'agent:Datto RMM'] };

function precedenceOf(rules: Precedence['rules']): Precedence {
  const default_ = { mode: 'source' as const, sources: ['agent'] };
  return {
    client_id: null,
    rules,
    classes: [
      {
        key: 'technical',
        inherited: { ...default_, origin: 'default' },
        default: default_,
        fields: [{ id: 'ram_mb', label: 'RAM (MB)', group: 'Hardware', rivalled: true }],
      },
    ],
    sources: [],
  };
}

/** The rules as a server keeps them; what it was sent is told. */
function serve(rules: Precedence['rules']): unknown[] {
  const sent: unknown[] = [];
  let kept = rules;
  const answer = () => HttpResponse.json(precedenceOf(kept), { headers: { ETag: '"5"' } });
  server.use(
    http.get('*/reconciliation/precedence', answer),
    http.put<never, { rules: Precedence['rules'] }>('*/reconciliation/precedence', async ({ request }) => {
      const body = await request.json();
      kept = body.rules;
      sent.push(body);
      return answer();
    }),
  );
  return sent;
}

describe('sources and precedence', () => {
  test('the order is changed by buttons and by keys, and the focus stays with what moved', async () => {
    const sent = serve([AGENTS]);
    const { user } = renderConsole(SOURCES);
    const up = await screen.findByRole('button', { name: 'Move Datto RMM up' });
    await user.click(up);
    const rule = screen.getByRole('region', { name: 'Technical facts' });
    expect(within(rule).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Datto RMM', 'NinjaOne']);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Move Datto RMM up' })).toHaveFocus());
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(within(rule).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['NinjaOne', 'Datto RMM']);
    await user.click(screen.getByRole('button', { name: 'Move NinjaOne down' }));
    await user.click(screen.getByRole('button', { name: 'Save rules' }));
    await waitFor(() => expect(sent).toEqual([{ client_id: null, rules: [{ ...AGENTS, sources: ['agent:Datto RMM', 'agent:NinjaOne'] }] }]));
  });

  test('a reset goes back to the default, and can be undone after it was saved', async () => {
    const sent = serve([AGENTS]);
    const { user } = renderConsole(SOURCES);
    await user.click(await screen.findByRole('button', { name: 'Reset Technical facts' }));
    expect(await screen.findByText('All agents (RMM, MDM)')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save rules' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(sent).toEqual([
        { client_id: null, rules: [] },
        { client_id: null, rules: [AGENTS] },
      ]),
    );
  });
});
