import { waitFor } from '@testing-library/react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setDisguise } from '@/shared/i18n/i18n';
import { pseudo } from '@/shared/i18n/pseudo';
import { renderConsole } from './render';
import { server } from './setup';

/** Everything the server said, as text: what is shown of it needs no translation. */
const told = new Set<string>();

function gather(value: unknown): void {
  if (typeof value === 'string') told.add(value);
  else if (Array.isArray(value)) value.forEach(gather);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      told.add(key);
      gather(each);
    }
  }
}

beforeAll(() => {
  setDisguise(pseudo);
  document.documentElement.dir = 'rtl';
  server.events.on('response:mocked', ({ response }) => {
    void response
      .clone()
      .json()
      .then(gather, () => undefined);
  });
});
afterAll(() => {
  setDisguise(null);
  document.documentElement.dir = 'ltr';
});

const SHOWN = ['aria-label', 'title', 'placeholder', 'alt'];
/** Names, keys of the keyboard, codes, and what the browser itself words: times and languages. */
const UNTRANSLATED = 'code, kbd, time, style, option, [data-untranslated]';

function sentences(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest(UNTRANSLATED) === null) found.push(node.textContent ?? '');
  }
  for (const element of document.body.querySelectorAll(SHOWN.map((name) => `[${name}]`).join(','))) {
    if (element.closest(UNTRANSLATED) === null) found.push(...SHOWN.map((name) => element.getAttribute(name) ?? ''));
  }
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2,}/u.test(text));
}

/** The product's name, initials, and sizes in units that are the same everywhere. */
const isNoSentence = (text: string): boolean => /^(?:Quarterdeck|\p{Lu}{2}|[\d.,]+ [KMG]?B)$/u.test(text);

const isTold = (text: string): boolean =>
  isNoSentence(text) || [...told].some((each) => each.length > 1 && (each.includes(text) || text.split(/[,·()]/u).every((part) => part.trim() === '' || told.has(part.trim()) || /^\d+$/.test(part.trim()))));

const untranslated = (): string[] => [...new Set(sentences().filter((text) => !text.includes('⟦') && !isTold(text)))];

// A page in full each: what one page says is no proof for another.
test.each([
  '/t/northwind/all/assets?open=a0',
  '/t/northwind/all/clients/c0',
  '/t/northwind/all/settings/users',
  '/t/northwind/all/imports',
  '/t/northwind/all/jobs',
])('%s says nothing that is not in the catalogue', async (path) => {
  renderConsole(path);
  await waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
  await waitFor(() => expect(document.querySelectorAll('td, [role="gridcell"], [role="rowheader"]').length).toBeGreaterThan(0));
  await waitFor(() => expect(untranslated()).toEqual([]));
});
