import type { Page } from '@playwright/test';
import { getResponse } from 'msw';
import { handlers } from '../src/testing/mockApi';

/** Answers the page's API calls from the same handlers the component tests use. */
export async function answerFromFixtures(page: Page): Promise<void> {
  await page.route('**/api/v1/**', async (route) => {
    const asked = route.request();
    const request = new Request(asked.url(), {
      method: asked.method(),
      headers: asked.headers(),
      ...(asked.postData() === null ? {} : { body: asked.postData() ?? '' }),
    });
    const response = await getResponse(handlers, request);
    if (response === undefined) {
      await route.fulfill({ status: 404, json: { title: 'No fixture answers this.', status: 404 } });
      return;
    }
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
}
