import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { setApiCsrf, setApiTenant } from '@/shared/api/client';
import { handlers } from './mockApi';
import { forgetViews } from './mockViews';

// Several people share the machines tests run on; a slow page is not a wrong one.
configure({ asyncUtilTimeout: 8_000, getElementError: (message) => new Error(message ?? 'Element not found') });

export const server = setupServer(...handlers);

/** jsdom lays nothing out: give the grid a viewport, or it would draw no rows. */
class StillObserver implements ResizeObserver {
  observe(): void {
    return;
  }
  unobserve(): void {
    return;
  }
  disconnect(): void {
    return;
  }
}
globalThis.ResizeObserver = StillObserver;
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 400 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1_200 });
Object.defineProperty(globalThis, 'matchMedia', {
  configurable: true,
  value: (query: string) => ({
    matches: query.includes('min-width'),
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }),
});
Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() });
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(globalThis, 'CSS', {
  configurable: true,
  value: { escape: (text: string) => text.replace(/[^\w-]/g, (sign) => `\\${sign}`) },
});

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  localStorage.clear();
  forgetViews();
  setApiTenant(null);
  setApiCsrf(null);
});
afterEach(() => {
  cleanup();
  notifications.clean();
  server.resetHandlers();
});
afterAll(() => server.close());
