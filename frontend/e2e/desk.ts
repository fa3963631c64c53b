import { test as base, expect, type Locator, type Page, type Route } from '@playwright/test';
import { at, signIn, TENANT, visit } from './session';

/** One page, signed in once, for the checks of all screens: each leaves it as the next one wants it. */
export const test = base.extend<object, { desk: Page }>({
  desk: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        baseURL: process.env['E2E_BASE_URL'] ?? 'http://127.0.0.1:8600',
        viewport: { width: 1440, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await signIn(page);
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
});

export { expect };

export const gridOf = (page: Page, name: string | RegExp = 'Assets'): Locator => page.getByRole('grid', { name });
export const drawerOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Asset' });
export const rowAt = (page: Page, place: number): Locator => page.locator(`[role="row"][aria-rowindex="${String(place + 1)}"]`);
export const cellAt = (page: Page, place: number, column: string): Locator => rowAt(page, place).locator(`[data-col-id="${column}"]`);
export const focusedRow = (page: Page): Locator => page.locator('[role="row"]:focus-within');

/** To a list within the console, with its rows there. */
export async function list(page: Page, path = '/assets?v=all'): Promise<void> {
  await page.keyboard.press('Escape');
  if (!page.url().endsWith(at(path))) await visit(page, at(path));
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
  await expect(page.locator('[role="grid"][data-stale]')).toHaveCount(0);
}

/** The grid once it knows how long it is: before that it can be scrolled no further than what is loaded. */
export async function counted(page: Page): Promise<Locator> {
  const grid = gridOf(page);
  await expect(grid).not.toHaveAttribute('aria-rowcount', '-1');
  return grid;
}

/** The list loaded anew, as from a link. */
export async function opened(page: Page, path = '/assets?v=all'): Promise<void> {
  await page.goto(at(path));
  await expect(page.getByRole('rowheader').first()).toHaveText(/\S/);
}

/** Answers a path otherwise for as long as `during` lasts. */
export async function answering(page: Page, path: string | RegExp, answer: (route: Route) => Promise<void>, during: () => Promise<void>): Promise<void> {
  await page.route(path, answer);
  try {
    await during();
  } finally {
    await page.unroute(path);
  }
}

export const problem = (status: number, title: string, more: object = {}) => ({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, title, code: 'x', ...more }) });

/** Asks the server as the console does. */
export async function call(page: Page, method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, data?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const session: unknown = await (await page.request.get('/api/v1/auth/session')).json();
  const csrf = /"csrf_token":"([^"]+)"/.exec(JSON.stringify(session))?.[1] ?? '';
  const answer = await page.request.fetch(`/api/v1${path}`, { method, headers: { 'Quarterdeck-Tenant': TENANT, 'X-CSRF-Token': csrf, ...headers }, ...(data === undefined ? {} : { data }) });
  const text = await answer.text();
  expect(answer.ok(), `${method} ${path}: ${text.slice(0, 300)}`).toBe(true);
  return text === '' ? null : JSON.parse(text);
}

/** A text or number of an answer. */
export function of(answer: unknown, name: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A client of the demo: its id, and its part of an address. */
export async function clientOf(page: Page, name: string): Promise<{ id: string; slug: string }> {
  const context: unknown = await call(page, 'GET', '/me/context');
  const clients: unknown = Reflect.get(Object(context), 'clients');
  const found: unknown = Array.isArray(clients) ? clients.find((each) => of(each, 'name') === name) : undefined;
  return { id: of(found, 'id'), slug: of(found, 'slug') };
}

/** An asset of a client made for a check. */
export const make = async (page: Page, client: string, name: string, more: object = {}): Promise<string> =>
  of(await call(page, 'POST', '/assets', { type: 'workstation', client, name, status: 'in_stock', ...more }, { 'Idempotency-Key': crypto.randomUUID() }), 'id');

/** What one of the page's live regions said last. */
export const said = (page: Page, text: string | RegExp): Promise<void> => expect(page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: text }).first()).toBeAttached();

/** Browser tests share their processors with a server and a database: a limit is held to three times over, and by itself in `make bench-ui`. */
export const within = (limit: number): number => 3 * limit;

/**
 * The best of some attempts, one for each text, in milliseconds from the event that begins it until `drawn` with the text in it is painted.
 * Taken in the page, where the driver's own time counts for nothing; the best, because a busy machine makes a time longer and never shorter.
 */
export async function soonest(page: Page, event: 'click' | 'keydown' | 'input', drawn: string, texts: readonly string[], act: (text: string, place: number) => Promise<void>, back: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (const [place, text] of texts.entries()) {
    // It waits in the page before anything is done there.
    const taken = await page.evaluateHandle(
      ([type, selector, part]) => {
        const measure = async (begun: number): Promise<number> => {
          const isThere = (): boolean => document.querySelector(selector)?.textContent.includes(part) === true;
          do await new Promise((painted) => requestAnimationFrame(painted));
          while (!isThere() && performance.now() - begun < 5_000);
          return performance.now() - begun;
        };
        const began = new Promise<number>((resolve) => {
          const begin = (): void => resolve(performance.now());
          addEventListener(type, begin, { capture: true, once: true });
        });
        return { milliseconds: began.then(measure) };
      },
      [event, drawn, text] as const,
    );
    await act(text, place);
    times.push(await taken.evaluate(({ milliseconds }) => milliseconds));
    await back();
  }
  return Math.min(...times);
}
