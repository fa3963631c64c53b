import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { renderConsole } from '@/testing/render';
import { server } from '@/testing/setup';

const PAGE = '/t/northwind/all/assets/deleted';

function restored(): unknown[] {
  const sent: unknown[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.url.endsWith('/deleted-assets/restore')) void request.clone().json().then((body) => sent.push(body));
  });
  return sent;
}

test('says who deleted what and why; one is looked at as it was and brought back', async () => {
  const sent = restored();
  const { user, router } = renderConsole(PAGE);
  expect(await screen.findByText('Sold at auction')).toBeInTheDocument();
  expect(screen.getByText('Rob <b>Bell</b>')).toBeInTheDocument();
  await user.click(screen.getByText('AST-901'));
  const pane = within(await screen.findByLabelText('Deleted asset'));
  expect(await pane.findByText('old-name')).toBeInTheDocument();
  expect(router.state.location.search).toBe('?open=d1');
  await user.click(pane.getByText('Restore'));
  expect(await screen.findByText('old-desk-1 is back in the register.')).toBeInTheDocument();
  expect(screen.getByText('Undo')).toBeInTheDocument();
  expect(sent).toEqual([{ ids: ['d1'] }]);
});

test('all that match are restored after a look at how many', async () => {
  const sent = restored();
  const { user } = renderConsole(`${PAGE}?q=auction`);
  await user.click(await screen.findByText('Restore all 1…'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('Restore 1 deleted asset?')).toBeInTheDocument();
  await user.click(dialog.getByText('Restore 1 asset'));
  await waitFor(() => expect(sent).toEqual([{ exclude: [], text: 'auction' }]));
});

test('what stands in the way is said before anybody presses', async () => {
  const reasons = [{ code: 'taken', message: 'Something else has taken the same tag since.', count: 2 }];
  server.use(
    http.post('*/deleted-assets/look', async ({ request }) => {
      const isOne = (await request.text()).includes('ids');
      const found = isOne ? { looked_at: 1, is_all: true, blocked: 1 } : { looked_at: 1000, is_all: false, blocked: 2 };
      return HttpResponse.json({ ...found, reasons: reasons.map((each) => ({ ...each, count: found.blocked })) });
    }),
  );
  const { user } = renderConsole(`${PAGE}?open=d1`);
  const pane = within(await screen.findByLabelText('Deleted asset'));
  expect(await pane.findByText('It can’t be restored now')).toBeInTheDocument();
  expect(pane.getByText('Something else has taken the same tag since.')).toBeInTheDocument();
  await user.click(screen.getByText('Restore all 3…'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText('2 would stay deleted')).toBeInTheDocument();
  expect(dialog.getByText('Something else has taken the same tag since. (2)')).toBeInTheDocument();
  expect(dialog.getByText('Looked at the 1,000 that were deleted last.')).toBeInTheDocument();
});

test('what could not be restored is told with the reason', async () => {
  server.use(
    http.post('*/deleted-assets/restore', () =>
      HttpResponse.json(
        { job_id: null, change_set_id: null, total: 1, restored: 0, failed: 1, problems: [{ object_id: 'd1', code: 'taken', message: 'Something else has taken the same tag since.' }] },
        { status: 202 },
      ),
    ),
  );
  const { user } = renderConsole(`${PAGE}?open=d1`);
  await user.click(within(await screen.findByLabelText('Deleted asset')).getByText('Restore'));
  expect(await screen.findByText('1 could not be restored: Something else has taken the same tag since.')).toBeInTheDocument();
});

test('says since when deletions are kept, and gives the focus back to the row it came from', async () => {
  server.use(http.get('*/api/v1/history/kept-since', () => HttpResponse.json({ kept_since: '2025-11-22' })));
  const { user } = renderConsole(PAGE);
  expect(await screen.findByText(/^Kept since .*2025/)).toBeInTheDocument();
  await user.click(await screen.findByText('AST-901'));
  await user.click(await screen.findByLabelText('Close'));
  await waitFor(() => expect(document.activeElement?.closest('[role="row"]')).toHaveTextContent('AST-901'));
});

test('nothing deleted and nothing found say different things', async () => {
  server.use(http.get('*/deleted-assets', () => HttpResponse.json({ items: [], next_cursor: null })));
  const { unmount } = renderConsole(PAGE);
  expect(await screen.findByText('No deleted assets')).toBeInTheDocument();
  unmount();
  renderConsole(`${PAGE}?q=zzz`);
  expect(await screen.findByText('No deleted asset matches')).toBeInTheDocument();
});
