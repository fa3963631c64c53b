import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';
import { routes } from './routes';

/** What the shell itself asks for; without it there is no page at all. */
const OF_SHELL = /\/(auth\/|me\/|preferences|notifications|jobs\/stream|reviews\/count)/u;
const SECTIONS = ['users', 'roles', 'tokens', 'types', 'fields', 'identity', 'decisions', 'sources', 'switches'];
/** Nothing is asked for, or nothing before somebody does something there, or what is missing is a part of the page. */
const ASKS_NOTHING = new Set(['imports/new', 'assets/labels', 'help/:guide?', 'settings/:section?', '*']);
const PARAMS: Readonly<Record<string, string>> = { assetId: 'a1', clientId: 'c0', importId: 'i1', 'step?': 'check', jobId: 'j1', code: 'x' };

const below = routes.find((route) => route.path?.startsWith('/t/'))?.children ?? [];
const paths = [
  ...below.map((route) => route.path ?? '').filter((path) => !ASKS_NOTHING.has(path)),
  ...SECTIONS.map((section) => `settings/${section}`),
].map((path) => path.replaceAll(/:(\w+\??)/gu, (_whole, name: string) => PARAMS[name] ?? name));

function answerWith(status: number, title: string) {
  server.use(
    http.get('*/api/v1/*', ({ request }) =>
      OF_SHELL.test(new URL(request.url).pathname) ? undefined : HttpResponse.json({ title, status, code: 'x', request_id: 'r1' }, { status }),
    ),
  );
}

describe('every page', () => {
  test.each(paths)('%s has a heading, says what failed, and offers to try again', async (path) => {
    answerWith(409, 'The database is being looked after.');
    renderConsole(`/t/northwind/all/${path}`);
    expect((await screen.findAllByText('The database is being looked after.')).length).toBeGreaterThan(0);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(screen.getAllByRole('button', { name: 'Retry' }).length).toBeGreaterThan(0);
  });

  test.each(['assets', 'clients/c0', 'jobs', 'settings/roles'])('%s refused to a role offers no trying again', async (path) => {
    answerWith(403, 'Your role may not do this.');
    renderConsole(`/t/northwind/all/${path}`);
    await waitFor(() => expect(screen.getByRole('main')).toHaveTextContent('Your role may not do this.'));
    expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument();
  });
});
